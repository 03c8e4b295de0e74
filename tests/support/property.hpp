#pragma once
// Properties on random cases: rapidcheck with a seed that follows from the property's name, reported by Catch2.

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <sstream>
#include <string>

#include "model/base/draws.hpp"

namespace stampede::testing {

/// Checks `property` (a function that draws its case by `*gen` and asserts with RC_ASSERT) on `cases` random cases; a
/// failing one is made small and shown.
template <class Property>
void for_all(std::string const& name, Property&& property, int cases = 200)
{
    rc::detail::TestMetadata metadata;
    metadata.id = metadata.description = name;
    rc::detail::TestParams params;
    params.seed = Purpose{std::string_view{name}}.code();
    params.maxSuccess = cases;
    auto const result = rc::detail::checkTestable(std::forward<Property>(property), metadata, params);
    std::ostringstream said;
    rc::detail::printResultMessage(result, said);
    INFO(name << ": " << said.str());
    CHECK(result.template is<rc::detail::SuccessResult>());
}

/// A number between two ends on a grid of a million.
inline rc::Gen<double> number(double low, double high)
{
    return rc::gen::map(rc::gen::noShrink(rc::gen::resize(100, rc::gen::inRange(0, 1'000'001))),
                        [low, high](int i) { return low + (high - low) * (i * 1e-6); });
}

/// A whole number from `low` to `high`, both included; shrinks towards `low`.
template <class Int>
rc::Gen<Int> whole(Int low, Int high)
{
    return rc::gen::resize(100, rc::gen::inRange<Int>(low, static_cast<Int>(high + 1)));
}

}  // namespace stampede::testing
