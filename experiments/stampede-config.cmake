# What find_package(stampede) needs besides Stampede itself.
include(CMakeFindDependencyMacro)
enable_language(C)  # the finder of HDF5 compiles a line of C
find_dependency(Threads)
find_dependency(Boost 1.74)
find_dependency(HDF5 1.10 COMPONENTS C CXX HL)
find_dependency(OpenSSL COMPONENTS Crypto)
find_dependency(nlohmann_json 3.11)
find_dependency(CLI11 2.1)
find_dependency(fmt 9)
include(${CMAKE_CURRENT_LIST_DIR}/stampede-targets.cmake)
