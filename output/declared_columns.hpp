#pragma once
// Columns that the lists of results are made of.

#include <string>
#include <utility>
#include <vector>

#include "output/schema.hpp"

namespace stampede {

/// Names of the enumerators from 0 to `last`.
template <class Enum>
std::vector<std::string> names_up_to(Enum last)
{
    std::vector<std::string> names;
    for (std::uint8_t i = 0; i <= static_cast<std::uint8_t>(last); ++i)
        names.emplace_back(name_of(static_cast<Enum>(i)));
    return names;
}

inline Schema::Column count(std::string name, std::string meaning)
{
    return {.name = std::move(name), .unit = "1", .meaning = std::move(meaning), .type = Type::int64};
}

inline Schema::Column flag(std::string name, std::string meaning, std::vector<std::string> flags,
                           std::vector<std::string> axes = {})
{
    return {.name = std::move(name),
            .unit = "",
            .meaning = std::move(meaning),
            .type = Type::int8,
            .axes = std::move(axes),
            .flags = std::move(flags)};
}

/// Row numbers of an axis; the type is wide enough for what the axis names.
inline Schema::Column row_of(std::string axis, std::string name, std::string meaning, Type type = Type::int32)
{
    return {
        .name = std::move(name), .unit = "1", .meaning = std::move(meaning), .type = type, .rows_of = std::move(axis)};
}

}  // namespace stampede
