#pragma once
// What degrees a graph of so many people can have.

#include <fmt/format.h>

#include <cstdint>
#include <string_view>

#include "model/base/check.hpp"

namespace stampede {

/// @throws InputError unless everyone can have `degree` different contacts
inline void require_room(std::string_view kind, double degree, std::uint32_t people)
{
    require(degree <= people - 1.0,
            fmt::format("/social/degree = {}  needs more than {} people ({})", degree, people, kind));
}

/// Contacts that each person brings, so that the mean degree is twice as many.
/// @throws InputError if the degree is odd or there are too few people
[[nodiscard]] inline std::uint32_t half_of_degree(std::string_view kind, std::int64_t degree, std::uint32_t people)
{
    require(degree % 2 == 0, fmt::format("{}: degree = {} must be even, everyone brings half of it", kind, degree));
    require_room(kind, static_cast<double>(degree), people);
    return static_cast<std::uint32_t>(degree / 2);
}

}  // namespace stampede
