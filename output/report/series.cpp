#include "output/report/series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include "model/graphs/institutions.hpp"
#include "model/statistics.hpp"
#include "output/report/runs.hpp"

namespace stampede {

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
/// Rows of a fan: it is smooth, and every row costs a quantile over all runs.
constexpr std::size_t fan_rows = 240;
/// Distance from mid within which depth is shown [1e-4].
constexpr std::int64_t shown_bps = 100;
/// A fall below this is not worth a line [1].
constexpr double told_fall = 0.001;

/// Numbers of any type as doubles; what was never written is NaN.
std::vector<double> as_doubles(Dataset const& dataset)
{
    std::vector<double> all;
    std::visit(
        [&]<class T>(std::vector<T> const& values) {
            if constexpr (!std::is_same_v<T, std::string>)
                for (T const value : values)
                    all.push_back(!std::is_floating_point_v<T> && value == fill_value<T>()
                                      ? missing
                                      : static_cast<double>(value));
        },
        dataset.values);
    return all;
}

/// Nothing but what is missing or, of money, less than anybody would miss.
bool is_empty(std::vector<double> const& values, std::string const& unit)
{
    double const least = unit == "USD" ? 1 : 0;
    return std::ranges::all_of(values, [=](double value) { return !std::isfinite(value) || std::abs(value) <= least; });
}

void sum_up(std::vector<double>& values)
{
    double sum = 0;
    for (double& value : values)
        value = std::isfinite(value) ? sum += value : value;
}

void divide_by_first(std::vector<double>& values)
{
    auto const first = std::ranges::find_if(values, [](double value) { return std::isfinite(value) && value != 0; });
    double const whole = first == values.end() ? missing : *first;
    for (double& value : values)
        value /= whole;
}

}  // namespace

WorldSeries::WorldSeries(ResultsFile const& results, Contents const& summary, std::vector<std::size_t> runs)
    : results_{results}, summary_{summary}, runs_{std::move(runs)}
{
}

std::vector<WorldSeries::Recipe> WorldSeries::recipes()
{
    return {
        {"/series/asset", "Price", "1", "of the price at the start", {{"price", "", Reading::relative}}, false},
        {"/series/venue",
         "Withdrawals so far",
         "USD",
         "",
         {{"asked_usd", ", asked for", Reading::summed}, {"paid_usd", ", paid", Reading::summed, true}}},
        {"/series/venue", "Asked for in 24 hours", "1", "of claims", {{"outflow_24h", ""}}},
        {"/series/venue", "Overdue withdrawals", "USD", "", {{"overdue_usd", ""}}},
        {"/series/venue", "Payable within 24 hours", "1", "of claims", {{"coverage", "", Reading::until_the_failure}}},
        {"/series/market",
         "Bids within 1 % of mid",
         "1",
         "of those at the start",
         {{"depth_bid_usd", "", Reading::relative}}},
    };
}

/// What only worlds with leverage have, wherever it stands.
std::vector<WorldSeries::Recipe> WorldSeries::optional_recipes() const
{
    struct Wanted {
        std::string title;
        std::vector<std::string> columns;
        Reading reading;
    };
    std::vector<Wanted> const all{
        {"Open interest", {"open_interest_usd"}, Reading::plain},
        {"Liquidations so far", {"liquidated_usd", "liquidations_usd"}, Reading::summed},
        {"Insurance fund", {"insurance_fund_usd", "fund_usd"}, Reading::plain},
        {"Deleveraged so far", {"deleveraged_usd", "adl_usd"}, Reading::summed},
    };
    std::vector<Recipe> found;
    for (Wanted const& wanted : all)
        for (std::string const& path : results_.file().datasets())
            if (path.starts_with("/series/") && std::ranges::count(wanted.columns, leaf_of(path)) > 0)
                found.push_back({parent_of(path), wanted.title, "USD", "", {{leaf_of(path), "", wanted.reading}}});
    return found;
}

Dataset const& WorldSeries::series(std::string const& path) const
{
    auto known = read_.find(path);
    if (known == read_.end())
        known = read_.emplace(path, results_.file().read(path)).first;
    return known->second;
}

/// All rows of one run; of several so many that a fan is smooth.
std::vector<std::size_t> WorldSeries::rows_of(std::string const& group) const
{
    std::size_t const all = elements(series(join(group, "time_h")).shape);
    std::size_t const stride = many() ? (all + fan_rows - 1) / fan_rows : 1;
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < all; row += stride)
        rows.push_back(row);
    if (all > 0 && rows.back() + 1 != all)
        rows.push_back(all - 1);
    return rows;
}

std::vector<std::size_t> WorldSeries::ranked(std::string const& axis, std::string const& outcome, double above,
                                             std::size_t most) const
{
    std::string const group = "/summary/" + axis;
    if (summary_.find(join(group, outcome)) == nullptr)
        return {};
    std::size_t const things = summary_.at(join(group, axis)).shape.at(0);
    std::vector<double> value(things);
    for (std::size_t thing = 0; thing < things; ++thing)
        value[thing] = mean_over(summary_, join(group, outcome), runs_, thing);
    std::vector<std::size_t> order(things);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::erase_if(order, [&](std::size_t thing) { return !(value[thing] > above); });
    std::ranges::stable_sort(order, std::greater{}, [&](std::size_t thing) { return value[thing]; });
    order.resize(std::min(order.size(), most));
    return order;
}

std::vector<std::size_t> WorldSeries::shown_things(std::string const& group, std::string const& column) const
{
    std::string const axis = leaf_of(group);
    if (axis == "venue" && summary_.find("/summary/venue/people") != nullptr)
        return ranked(axis, "people", 0, many() ? 1 : most_venues);
    if (axis == "asset")
        return ranked(axis, "max_drawdown", told_fall, many() ? 2 : 5);
    if (axis == "market" && !many())
        return ranked(axis, "volume_usd", 0, 5);
    std::vector<std::size_t> all(series(join(group, column)).shape.at(2));
    std::iota(all.begin(), all.end(), std::size_t{0});
    all.resize(std::min<std::size_t>(all.size(), many() ? 2 : 5));
    return axis == "market" ? ranked(axis, "volume_usd", 0, 2) : all;
}

/// One list of values per run, at the rows that are shown.
std::vector<std::vector<double>> WorldSeries::read(std::string const& group, Line const& line, std::size_t thing) const
{
    Dataset const& dataset = series(join(group, line.column));
    std::vector<double> const all = as_doubles(dataset);
    std::size_t const steps = dataset.shape.at(1), things = dataset.shape.at(2);
    std::size_t const inner = dataset.shape.size() > 3 ? dataset.shape[3] : 1;
    std::size_t place = 0;
    if (inner > 1) {
        auto const bps = as_doubles(series(join(group, dataset.axes.at(3))));
        auto const found = std::ranges::find(bps, static_cast<double>(shown_bps));
        place = found == bps.end() ? inner - 1 : static_cast<std::size_t>(found - bps.begin());
    }
    std::vector<double> status;
    if (line.reading == Reading::until_the_failure && results_.file().has(join(group, "status")))
        status = as_doubles(series(join(group, "status")));
    std::vector<std::size_t> const rows = rows_of(group);
    std::vector<std::vector<double>> runs;
    for (std::size_t const run : runs_) {
        std::vector<double> values(steps);
        for (std::size_t step = 0; step < steps; ++step) {
            std::size_t const cell = (run * steps + step) * things + thing;
            bool const failed = !status.empty() && status[cell] == static_cast<double>(Status::failed);
            values[step] = failed ? missing : all[cell * inner + place];
        }
        if (line.reading == Reading::summed)
            sum_up(values);
        if (line.reading == Reading::relative)
            divide_by_first(values);
        std::vector<double> shown;
        for (std::size_t const row : rows)
            shown.push_back(values[row]);
        runs.push_back(std::move(shown));
    }
    return runs;
}

/// The line of one run, or the median of several with their quantiles.
Curve WorldSeries::curve(std::vector<std::vector<double>> const& runs) const
{
    if (runs.size() == 1)
        return {.name = "", .values = runs.front()};
    Curve curve;
    Fan fan;
    for (std::size_t row = 0; row < runs.front().size(); ++row) {
        std::vector<double> there;
        for (std::vector<double> const& run : runs)
            if (std::isfinite(run[row]))
                there.push_back(run[row]);
        auto const at = [&](double share) { return there.empty() ? missing : statistics::quantile(there, share); };
        curve.values.push_back(at(0.5));
        fan.low90.push_back(at(0.05));
        fan.low50.push_back(at(0.25));
        fan.high50.push_back(at(0.75));
        fan.high90.push_back(at(0.95));
    }
    curve.fan = std::move(fan);
    return curve;
}

Panel WorldSeries::cooked(Recipe const& recipe) const
{
    Panel panel{recipe.title, recipe.unit, recipe.unit_note, recipe.from_zero, {}, {}};
    if (!results_.file().has(join(recipe.group, recipe.lines.front().column)))
        return panel;
    std::vector<double> const hours = as_doubles(series(join(recipe.group, "time_h")));
    for (std::size_t const row : rows_of(recipe.group))
        panel.hours.push_back(hours[row]);
    std::string const axis = series(join(recipe.group, recipe.lines.front().column)).axes.at(2);
    auto const names = std::get<std::vector<std::string>>(series(join(recipe.group, axis)).values);
    std::size_t colour = 0;
    for (std::size_t const thing : shown_things(recipe.group, recipe.lines.front().column)) {
        for (Line const& line : recipe.lines) {
            Curve made = curve(read(recipe.group, line, thing));
            if (is_empty(made.values, recipe.unit) && (!made.fan || is_empty(made.fan->high90, recipe.unit)))
                continue;
            made.name = names.at(thing) + line.said;
            made.dashed = line.dashed;
            made.colour = recipe.lines.size() > 1 && many() ? panel.curves.size() : colour;
            panel.curves.push_back(std::move(made));
        }
        ++colour;
    }
    return panel;
}

std::vector<Panel> WorldSeries::panels() const
{
    std::vector<Recipe> all = recipes();
    for (Recipe& more : optional_recipes())
        all.push_back(std::move(more));
    std::vector<Panel> shown;
    for (Recipe const& recipe : all)
        if (Panel panel = cooked(recipe); !panel.curves.empty())
            shown.push_back(std::move(panel));
    return shown;
}

Panel WorldSeries::askers() const
{
    Panel panel{
        "People who have asked, by what they had at the start", "1", "of the people of that size", true, {}, {}};
    std::string const group = "/series/size";
    if (!results_.file().has("/series/size/people_asked"))
        return panel;
    std::vector<double> const hours = as_doubles(series("/series/size/time_h"));
    for (std::size_t const row : rows_of(group))
        panel.hours.push_back(hours[row]);
    std::vector<std::string> const names = names_on(summary_, "/summary/size/size");
    for (std::size_t size = 0; size < names.size(); ++size) {
        std::vector<std::vector<double>> runs = read(group, {"people_asked", ""}, size);
        for (std::size_t run = 0; run < runs.size(); ++run)
            for (double& value : runs[run])
                value /= mean_over(summary_, "/summary/size/people", {runs_[run]}, size);
        Curve made = curve(runs);
        made.name = said_size(names[size]);
        made.colour = size;
        if (!is_empty(made.values, panel.unit))
            panel.curves.push_back(std::move(made));
    }
    return panel;
}

std::vector<Moment> WorldSeries::moments() const
{
    std::vector<Moment> all;
    std::vector<std::string> const names = names_on(summary_, "/summary/venue/venue");
    // What happened to several at once is one moment.
    auto const add = [&](std::string const& outcome, std::string const& one, std::string const& several) {
        std::map<std::pair<double, std::string>, std::vector<std::string>> at;
        for (std::size_t const venue : venues())
            if (auto const there = known_over(summary_, "/summary/venue/" + outcome, runs_, venue); !there.empty())
                at[{statistics::median(there),
                    many() ? fmt::format(" (median of {} of {} runs)", there.size(), runs_.size()) : ""}]
                    .push_back(names[venue]);
        for (auto const& [when, who] : at)
            all.push_back({when.first, "",
                           fmt::format("{}: {}{}", fmt::join(who, ", "), who.size() > 1 ? several : one, when.second)});
    };
    add("first_news_h", "first bad news or shock", "first bad news or shock");
    add("first_gate_h", "stops paying", "stop paying");
    add("failure_h", "fails", "fail");
    std::ranges::stable_sort(all, {}, &Moment::hour);
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i].letter = std::string(1, static_cast<char>('A' + i % 26));
    return all;
}

double WorldSeries::last_hour() const
{
    double last = 0;
    for (double const hours : known_over(summary_, "/summary/simulated_h", runs_))
        last = std::max(last, hours);
    return last;
}

}  // namespace stampede
