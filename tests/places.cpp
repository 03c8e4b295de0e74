#include "tests/places.hpp"

namespace stampede::testing {

std::filesystem::path source_dir()
{
    return STAMPEDE_SOURCE_DIR;
}

std::filesystem::path test_data()
{
    return source_dir() / "tests" / "data";
}

std::filesystem::path program()
{
    return STAMPEDE_BINARY;
}

std::string python()
{
    return STAMPEDE_PYTHON;
}

std::vector<std::string> numeric_libraries()
{
    return {STAMPEDE_NUMERIC_LIBRARIES};
}

}  // namespace stampede::testing
