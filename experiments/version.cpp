#include "experiments/version.hpp"

#include <fmt/format.h>
#include <CLI/Version.hpp>
#include <boost/version.hpp>
#include <nlohmann/detail/abi_macros.hpp>

namespace stampede {

std::string program_version()
{
    return STAMPEDE_VERSION;
}

std::string source_revision()
{
    return STAMPEDE_REVISION;
}

std::string library_versions()
{
    return fmt::format("Boost {}.{}.{}, nlohmann/json {}.{}.{}, CLI11 {}, fmt {}.{}.{}, Random123 (Philox4x32-10)",
                       BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100,
                       NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH,
                       CLI11_VERSION, FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100);
}

std::string compiler_version()
{
#ifdef __clang__
    return fmt::format("clang {}.{}.{}", __clang_major__, __clang_minor__, __clang_patchlevel__);
#else
    return fmt::format("g++ {}.{}.{}", __GNUC__, __GNUC_MINOR__, __GNUC_PATCHLEVEL__);
#endif
}

}  // namespace stampede
