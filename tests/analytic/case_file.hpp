#pragma once
// Reading published cases: JSON under tests/data/vectors, each with its source inside; exact fractions as "3/4".

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/places.hpp"

namespace stampede::cases {

using Json = nlohmann::json;
using Numbers = std::vector<double>;
using Matrix = std::vector<Numbers>;

inline Json file(std::string const& name)
{
    std::ifstream in{testing::test_data() / "vectors" / name};
    REQUIRE(in);
    return Json::parse(in);
}

/// The list of cases of a file.
inline Json all(std::string const& name)
{
    return file(name).at("cases");
}

/// A JSON number, or a text "a" or "a/b".
inline double number(Json const& value)
{
    if (!value.is_string())
        return value.get<double>();
    auto const text = value.get<std::string>();
    auto const slash = text.find('/');
    if (slash == std::string::npos)
        return std::stod(text);
    return std::stod(text.substr(0, slash)) / std::stod(text.substr(slash + 1));
}

inline Numbers numbers(Json const& values)
{
    Numbers all;
    for (Json const& value : values)
        all.push_back(number(value));
    return all;
}

inline Matrix matrix(Json const& rows)
{
    Matrix all;
    for (Json const& row : rows)
        all.push_back(numbers(row));
    return all;
}

/// Checks two vectors entry by entry.
/// @return the largest difference
inline double check_close(Numbers const& found, Numbers const& expected, double tolerance)
{
    REQUIRE(found.size() == expected.size());
    double largest = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
        CAPTURE(i);
        CHECK_THAT(found[i], Catch::Matchers::WithinAbs(expected[i], tolerance));
        largest = std::max(largest, std::abs(found[i] - expected[i]));
    }
    return largest;
}

}  // namespace stampede::cases
