#include "experiments/parting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "model/event.hpp"
#include "output/compare.hpp"

namespace stampede {

namespace {

/// How many datasets are told one by one.
constexpr std::size_t told = 10;

/// One event with everything that the table says of it.
std::string event_text(Contents const& results, std::size_t row)
{
    if (row >= results.at("/events/event").shape[0])
        return "no further event";
    auto const name = [&](std::string const& column, std::string const& names) {
        std::int32_t const index = results.values<std::int32_t>("/events/" + column)[row];
        return index < 0 ? std::string{"-"}
                         : results.values<std::string>("/events/" + names)[static_cast<std::size_t>(index)];
    };
    auto const kind = static_cast<EventKind>(results.values<std::int8_t>("/events/kind")[row]);
    return fmt::format("step {} ({:.4g} h): {} at {}, account {} of {}, asset {}, amount {}, {:.10g} USD",
                       results.values<std::int64_t>("/events/step")[row], results.values<double>("/events/time_h")[row],
                       stampede::name_of(kind), name("institution", "institution_name"),
                       results.values<std::int64_t>("/events/account")[row], name("class", "class_name"),
                       name("asset", "asset_name"), results.values<std::int64_t>("/events/amount")[row],
                       results.values<double>("/events/value_usd")[row]);
}

std::string first_event(Contents const& first, Contents const& second)
{
    if (first.find("/events/event") == nullptr || second.find("/events/event") == nullptr)
        return {};
    std::size_t const rows = std::max(first.at("/events/event").shape[0], second.at("/events/event").shape[0]);
    for (std::size_t row = 0; row < rows; ++row)
        if (std::string const one = event_text(first, row), other = event_text(second, row); one != other)
            return fmt::format("first event that differs, number {}:\n  first   {}\n  second  {}\n", row, one, other);
    return "all events are the same\n";
}

/// First recorded step in which a series differs, with its place and values.
struct FirstStep {
    std::int64_t step;
    std::string what;
};

std::optional<FirstStep> first_step(std::string const& path, Contents const& first, Contents const& second)
{
    Dataset const& one = first.at(path);
    Dataset const* const other = second.find(path);
    auto const* const a = std::get_if<std::vector<double>>(&one.values);
    auto const* const b = other == nullptr ? nullptr : std::get_if<std::vector<double>>(&other->values);
    if (a == nullptr || b == nullptr || one.axes.size() < 3 || one.axes[1] != "step" || one.axes != other->axes)
        return {};
    std::size_t const inner = elements({one.shape.begin() + 2, one.shape.end()});
    for (std::size_t i = 0; i < std::min(a->size(), b->size()); ++i) {
        if ((*a)[i] == (*b)[i] || ((*a)[i] != (*a)[i] && (*b)[i] != (*b)[i]))
            continue;
        std::string const group = parent_of(path);
        std::size_t const entry = i % inner / elements({one.shape.begin() + 3, one.shape.end()});
        std::int64_t const step = first.values<std::int64_t>(join(group, "step"))[i / inner];
        return FirstStep{step,
                         fmt::format("{} of {}: {:.10g} and {:.10g}", path,
                                     first.values<std::string>(join(group, one.axes[2]))[entry], (*a)[i], (*b)[i])};
    }
    return {};
}

std::string first_series(Contents const& first, Contents const& second)
{
    std::optional<FirstStep> earliest;
    for (auto const& [path, dataset] : first.datasets())
        if (path.starts_with("/series/"))
            if (auto const here = first_step(path, first, second); here && (!earliest || here->step < earliest->step))
                earliest = here;
    return earliest ? fmt::format("first step in which a series differs: {}\n  {}\n", earliest->step, earliest->what)
                    : "";
}

}  // namespace

std::string parting_of(Contents const& first, Contents const& second)
{
    std::vector<Difference> const all = differences(first, second);
    if (all.empty())
        return {};
    std::string text = first_event(first, second) + first_series(first, second);
    text += fmt::format("{} datasets or attributes differ:\n", all.size());
    for (std::size_t i = 0; i < std::min(told, all.size()); ++i)
        text += fmt::format("  {}: {}\n", all[i].path, all[i].what);
    if (all.size() > told)
        text += fmt::format("  ... and {} more\n", all.size() - told);
    return text;
}

}  // namespace stampede
