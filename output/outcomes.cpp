#include "output/outcomes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "model/statistics.hpp"

namespace stampede {

namespace {

/// Outcomes that a table for people shows.
struct Shown {
    std::string_view group, name;
};
constexpr std::array shown{
    Shown{"/summary", "asked_usd"},
    Shown{"/summary", "paid_usd"},
    Shown{"/summary", "people_gone_share"},
    Shown{"/summary", "loss_usd"},
    Shown{"/summary", "branching_ratio"},
    Shown{"/summary", "liquidation_branching"},
    Shown{"/summary", "gates"},
    Shown{"/summary", "failures"},
    Shown{"/summary/venue", "asked_share_72h"},
    Shown{"/summary/venue", "asked_share"},
    Shown{"/summary/venue", "paid_share"},
    Shown{"/summary/venue", "peak_outflow_24h"},
    Shown{"/summary/venue", "lowest_coverage"},
    Shown{"/summary/venue", "longest_wait_h"},
    Shown{"/summary/venue", "first_gate_h"},
    Shown{"/summary/venue", "failure_h"},
    Shown{"/summary/venue", "recovery"},
    Shown{"/summary/venue", "frozen_usd"},
    Shown{"/summary/asset", "max_drawdown"},
    Shown{"/summary/asset", "last_price"},
    Shown{"/summary/perp", "max_fall"},
    Shown{"/summary/perp", "interest_change_usd"},
    Shown{"/summary/perp", "liquidated_usd"},
    Shown{"/summary/perp", "deleveraged_usd"},
    Shown{"/summary/perp", "adl_given_up_usd"},
    Shown{"/summary/perp", "touched_share"},
    Shown{"/summary/perp", "closed_hhi"},
    Shown{"/summary/class", "loss_share"},
    Shown{"/summary/class", "deleveraged_share"},
    Shown{"/summary/size", "asked_share_72h"},
    Shown{"/summary/size", "asked_share"},
};

/// The rest of the world gains what others lose to it: that is no outcome of anybody.
bool is(Outcome const& outcome, Shown const& wanted)
{
    bool const of_the_outside = outcome.group == "/summary/class" && outcome.thing == "outside";
    return outcome.group == wanted.group && outcome.name == wanted.name && !of_the_outside;
}

/// "venue" of "/summary/venue", "" of "/summary".
std::string axis_of(std::string const& group)
{
    return group == "/summary" ? "" : leaf_of(group);
}

Worse worse_of(Attributes const& attributes)
{
    std::string const said = text_of(attributes, "worse");
    return said == name_of(Worse::more) ? Worse::more : said == name_of(Worse::less) ? Worse::less : Worse::neither;
}

/// The line of one outcome; "" if it is 0 or missing in all runs.
std::string line_of(Outcome const& outcome, std::vector<std::size_t> const& runs)
{
    std::vector<double> there;
    for (std::size_t const run : runs)
        if (double const value = outcome.values[run]; value == value)
            there.push_back(value);
    if (std::ranges::all_of(there, [](double value) { return value == 0; }))
        return {};
    auto const at = [&](double share) { return statistics::quantile(there, share); };
    std::string const what = (outcome.thing.empty() ? "" : outcome.thing + " ") + outcome.name +
                             (outcome.unit == "1" ? "" : " [" + outcome.unit + "]");
    return fmt::format("  {:<44} {:>11.4g} {:>11.4g} {:>11.4g} {:>8.0f} %\n", what, at(0.5), at(0.05), at(0.95),
                       100 * static_cast<double>(there.size()) / static_cast<double>(runs.size()));
}

/// The text columns and integers that say which run it is.
std::string label_cells(Contents const& results, std::size_t run)
{
    std::string cells = fmt::format("{},{},{}", results.values<std::int64_t>("/summary/run")[run],
                                    csv_cell(results.values<std::string>("/summary/arm")[run]),
                                    results.values<std::int64_t>("/summary/replicate")[run]);
    for (auto const& [path, dataset] : results.datasets())
        if (parent_of(path) == "/summary" && leaf_of(path) != "arm")
            if (auto const* const texts = std::get_if<std::vector<std::string>>(&dataset.values))
                cells += ',' + csv_cell((*texts)[run]);
    return cells;
}

std::string label_names(Contents const& results)
{
    std::string names = "run,arm,replicate";
    for (auto const& [path, dataset] : results.datasets())
        if (parent_of(path) == "/summary" && leaf_of(path) != "arm" && type_of(dataset.values) == Type::text)
            names += ',' + csv_cell(leaf_of(path));
    return names;
}

}  // namespace

bool is_shown(Outcome const& outcome)
{
    return std::ranges::any_of(shown, [&](Shown const& each) { return is(outcome, each); });
}

std::string csv_cell(std::string const& text)
{
    if (text.find_first_of(",\"\n\r") == std::string::npos)
        return text;
    std::string quoted = "\"";
    for (char const letter : text)
        quoted += letter == '"' ? std::string{"\"\""} : std::string{letter};
    return quoted + '"';
}

std::vector<WorldRuns> worlds_of(Contents const& results)
{
    auto const& arms = results.values<std::string>("/summary/arm");
    std::vector<WorldRuns> worlds;
    for (std::size_t run = 0; run < arms.size(); ++run) {
        std::string varied;
        for (auto const& [path, dataset] : results.datasets()) {
            std::string const pointer = text_of(dataset.attributes, "varies");
            if (!pointer.empty())
                std::visit(
                    [&](auto const& values) { varied += fmt::format(", {} = {}", leaf_of(pointer), values[run]); },
                    dataset.values);
        }
        auto known = std::ranges::find_if(
            worlds, [&](WorldRuns const& world) { return world.arm == arms[run] && world.varied == varied; });
        if (known == worlds.end())
            known = worlds.insert(worlds.end(), {arms[run], varied, {}});
        known->runs.push_back(run);
    }
    return worlds;
}

std::string Outcome::column() const
{
    std::string const axis = axis_of(group);
    return axis.empty() ? name : axis + '.' + thing + '.' + name;
}

std::vector<Outcome> outcomes_of(Contents const& results)
{
    std::vector<Outcome> all;
    for (auto const& [path, dataset] : results.datasets()) {
        std::string const group = parent_of(path), axis = axis_of(group);
        auto const* const numbers = std::get_if<std::vector<double>>(&dataset.values);
        if (!group.starts_with("/summary") || numbers == nullptr || dataset.axes.front() != "run")
            continue;
        std::vector<std::string> const things =
            axis.empty() ? std::vector<std::string>{""} : results.values<std::string>(join(group, axis));
        for (std::size_t entry = 0; entry < things.size(); ++entry) {
            Outcome outcome{group, things[entry], leaf_of(path), text_of(dataset.attributes, "units"),
                            worse_of(dataset.attributes)};
            for (std::size_t run = 0; run < dataset.shape[0]; ++run)
                outcome.values.push_back((*numbers)[run * things.size() + entry]);
            all.push_back(std::move(outcome));
        }
    }
    return all;
}

std::string outcomes_table(Contents const& results)
{
    std::vector<Outcome> const all = outcomes_of(results);
    std::string text;
    for (WorldRuns const& world : worlds_of(results)) {
        text += fmt::format("{:<46} {:>11} {:>11} {:>11} {:>10}\n",
                            fmt::format("{} ({} runs)", world.name(), world.runs.size()), "median", "5 %", "95 %",
                            "of runs");
        for (Shown const& wanted : shown)
            for (Outcome const& outcome : all)
                if (is(outcome, wanted))
                    text += line_of(outcome, world.runs);
    }
    return text;
}

std::string outcomes_csv(Contents const& results)
{
    std::vector<Outcome> const all = outcomes_of(results);
    std::string text = label_names(results);
    for (Outcome const& outcome : all)
        text += ',' + csv_cell(outcome.column());
    text += '\n';
    for (std::size_t run = 0; run < results.at("/summary/run").shape[0]; ++run) {
        text += label_cells(results, run);
        for (Outcome const& outcome : all) {
            double const value = outcome.values[run];
            text += value == value ? fmt::format(",{}", value) : std::string{","};
        }
        text += '\n';
    }
    return text;
}

}  // namespace stampede
