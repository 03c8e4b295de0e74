#include "experiments/design.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace stampede {

using nlohmann::json;

namespace {

/// "mechanisms.withdrawals.limit.share" of "/mechanisms/withdrawals/limit/share".
std::string column_name(std::string const& pointer)
{
    std::string name = pointer.substr(pointer.starts_with('/') ? 1 : 0);
    std::ranges::replace(name, '/', '.');
    return name;
}

/// All combinations of values, the last pointer fastest.
std::vector<Cell> combinations(std::string const& arm, std::vector<VariedValue> const& varied)
{
    std::vector<Cell> cells{{arm, {}}};
    for (VariedValue const& each : varied) {
        std::vector<Cell> longer;
        for (Cell const& cell : cells)
            for (std::size_t i = 0; i < each.values.size(); ++i) {
                longer.push_back(cell);
                longer.back().variation[each.pointer] = i;
            }
        cells = std::move(longer);
    }
    return cells;
}

bool all_numbers(std::vector<std::string> const& values)
{
    return std::ranges::all_of(values, [](std::string const& text) { return json::parse(text).is_number(); });
}

std::vector<VariedHere> values_of(Cell const& cell, std::vector<VariedValue> const& varied)
{
    std::vector<VariedHere> here;
    for (VariedValue const& each : varied)
        here.push_back({each.pointer, each.values.at(cell.variation.at(each.pointer)), all_numbers(each.values)});
    return here;
}

}  // namespace

std::string PlannedRun::world() const
{
    std::string name = cell.arm.empty() ? "base" : cell.arm;
    for (VariedHere const& each : varied)
        name += fmt::format(", {} = {}", each.pointer.substr(each.pointer.rfind('/') + 1), each.value);
    return name;
}

void PlannedRun::capture(Capture& into) const
{
    for (VariedHere const& each : varied) {
        std::string const name = column_name(each.pointer);
        into.schema().declare("/summary", {.name = name,
                                           .unit = each.number ? "1" : "",
                                           .meaning = "value of " + each.pointer + " in this run",
                                           .type = each.number ? Type::float64 : Type::text,
                                           .varies = each.pointer});
        if (each.number)
            into.column<double>("/summary/" + name) = {json::parse(each.value).get<double>()};
        else
            into.column<std::string>("/summary/" + name) = {each.value};
    }
}

PlannedRun Design::run(LoadedExperiment& experiment, std::string const& arm, std::int64_t replicate)
{
    std::vector<VariedValue> const varied = experiment.varied();
    std::vector<std::string> const arms = experiment.arms();
    std::int64_t const worlds_before = arm.empty() ? 0 : std::ranges::find(arms, arm) - arms.begin() + 1;
    std::vector<Cell> const cells = combinations(arm, varied);
    std::int64_t const before = worlds_before * static_cast<std::int64_t>(cells.size());
    std::int64_t const number = before * experiment.experiment().replicates + replicate;
    return {{number, arm, replicate}, cells.front(), values_of(cells.front(), varied)};
}

Design::Design(LoadedExperiment& experiment) : replicates_{experiment.experiment().replicates}
{
    std::vector<VariedValue> const varied = experiment.varied();
    std::vector<std::string> arms = experiment.arms();
    arms.insert(arms.begin(), "");
    for (std::string const& arm : arms)
        for (Cell const& cell : combinations(arm, varied)) {
            std::vector<VariedHere> const here = values_of(cell, varied);
            for (std::int64_t replicate = 0; replicate < replicates_; ++replicate)
                runs_.push_back({{static_cast<std::int64_t>(runs_.size()), arm, replicate}, cell, here});
        }
}

}  // namespace stampede
