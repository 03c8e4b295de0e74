#pragma once
// What an arm should do to an outcome, as data of its experiment, and whether it does.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/fields.hpp"
#include "output/comparison.hpp"

namespace stampede {

enum class Direction : std::uint8_t {
    lower,   ///< the arm makes it smaller
    higher,  ///< the arm makes it larger
    same     ///< the arm changes it by at most `within`
};
[[nodiscard]] std::string_view name_of(Direction direction);

struct Expectation {
    std::string arm;
    std::string outcome;  ///< as `Outcome::column` says it
    Direction direction = Direction::lower;
    double within = 0;  ///< [unit of the outcome]
    std::string because;

    void visit(FieldVisitor& field);
};

enum class Finding : std::uint8_t {
    expected,    ///< the 90 % confidence interval of the median difference lies on the expected side
    against,     ///< it lies on the other side
    unclear,     ///< it does not exclude 0, or there are too few pairs for one
    no_outcome,  ///< there is no such outcome
};
[[nodiscard]] std::string_view name_of(Finding finding);

/// One expectation and the comparison it is held against; world = the arm, with what is varied.
struct ExpectationResult {
    std::string name;
    Expectation expectation;
    Comparison comparison = {};  ///< holds nothing if there is no such outcome
    Finding finding = Finding::no_outcome;
};

/// What came of each expectation whose arm is among the comparisons, in every world of it.
/// "same": 5 % and 95 % quantile of the differences lie within the bound.
[[nodiscard]] std::vector<ExpectationResult> hold_against(std::map<std::string, Expectation> const& expectations,
                                                          ArmComparisons const& comparisons);

/// A table for people; "" without expectations.
[[nodiscard]] std::string expectation_table(std::vector<ExpectationResult> const& results);

}  // namespace stampede
