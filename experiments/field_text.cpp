#include "experiments/field_text.hpp"

#include <fmt/format.h>

#include <cmath>

namespace stampede {

namespace {

std::string with_meaning(std::string text, Field const& field)
{
    return field.meaning.empty() ? text : fmt::format("{}: {}", text, field.meaning);
}

}  // namespace

std::string range_text(Range range)
{
    bool const low = std::isfinite(range.low), high = std::isfinite(range.high), open = open_at_zero(range);
    if (low && high)
        return fmt::format("{}{}, {}]", open ? '(' : '[', open ? 0.0 : range.low, range.high);
    if (low)
        return open ? "> 0" : fmt::format(">= {}", range.low);
    return high ? fmt::format("<= {}", range.high) : "";
}

std::string range_complaint(Field const& field)
{
    bool const both = std::isfinite(field.range.low) && std::isfinite(field.range.high);
    std::string const range = range_text(field.range);
    std::string const unit = field.unit.empty() || field.unit == "1" ? "" : fmt::format(" {}", field.unit);
    if (range.empty())
        return with_meaning("must be finite", field);
    return with_meaning(fmt::format("must {} {}{}", both ? "lie in" : "be", range, unit), field);
}

std::string type_complaint(Field const& field, std::string_view wanted, std::string_view found)
{
    return with_meaning(fmt::format("must be {}, not {}", wanted, found), field);
}

std::string_view thing_name(RefersTo what)
{
    switch (what) {
        case RefersTo::asset:
            return "asset";
        case RefersTo::institution:
            return "institution";
        case RefersTo::market:
            return "market";
        case RefersTo::pool:
            return "pool";
        case RefersTo::protocol:
            return "protocol";
        case RefersTo::population:
            return "population";
        case RefersTo::venue_asset:
            return "asset at a venue";
        case RefersTo::file:
            break;
    }
    return "file";
}

std::string with_article(std::string_view noun)
{
    constexpr std::string_view vowels = "aeiou";
    bool const vowel =
        !noun.empty() && vowels.find(noun.front()) != std::string_view::npos && !noun.starts_with("user");
    return fmt::format("{} {}", vowel ? "an" : "a", noun);
}

}  // namespace stampede
