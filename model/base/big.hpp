#pragma once
// Integers for products that no machine word holds: the invariants of pools.

#include <boost/multiprecision/cpp_int.hpp>

namespace stampede {

/// Whole number from 0 to below 2^1024. @throws std::range_error where a difference would be below 0, and
/// std::overflow_error above the limit
using Big = boost::multiprecision::number<boost::multiprecision::cpp_int_backend<
    1024, 1024, boost::multiprecision::unsigned_magnitude, boost::multiprecision::checked, void>>;

}  // namespace stampede
