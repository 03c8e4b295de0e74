#include "output/report/sections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "model/statistics.hpp"
#include "output/comparison.hpp"
#include "output/report/bars.hpp"
#include "output/report/runs.hpp"
#include "output/spoken.hpp"

namespace stampede {

namespace {

constexpr std::size_t told_venues = 3;

/// "42 % (in nine of ten runs 38 % to 49 %)"
template <class Said>
std::string with_interval(std::vector<double> const& values, Said const& said)
{
    return fmt::format("{} (90 % of runs: {} to {})", said(statistics::median(values)),
                       said(statistics::quantile(values, 0.05)), said(statistics::quantile(values, 0.95)));
}

/// Classes whose losses are somebody's: the outside gains what others lose to it.
bool is_inside(std::string const& name)
{
    return name != "outside";
}

/// Mean losses [USD] by class and channel.
struct Losses {
    std::vector<std::string> classes, channels;
    std::vector<std::vector<double>> usd;

    Losses(Contents const& results, WorldRuns const& world)
        : classes{results.values<std::string>("/losses/class")},
          channels{results.values<std::string>("/losses/channel")}
    {
        for (std::size_t owner = 0; owner < classes.size(); ++owner) {
            usd.emplace_back();
            for (std::size_t channel = 0; channel < channels.size(); ++channel)
                usd.back().push_back(
                    mean_over(results, "/losses/loss_usd", world.runs, owner * channels.size() + channel));
        }
    }
    [[nodiscard]] double of_class(std::size_t owner) const
    {
        return std::accumulate(usd[owner].begin(), usd[owner].end(), 0.0);
    }
    [[nodiscard]] double of_channel(std::size_t channel) const
    {
        double sum = 0;
        for (std::size_t owner = 0; owner < classes.size(); ++owner)
            sum += is_inside(classes[owner]) ? usd[owner][channel] : 0;
        return sum;
    }
    /// The largest amount that a class but the outside lost or gained through a channel.
    [[nodiscard]] double largest() const
    {
        double most = 0;
        for (std::size_t owner = 0; owner < classes.size(); ++owner)
            if (is_inside(classes[owner]))
                for (double const value : usd[owner])
                    most = std::max(most, std::abs(value));
        return most;
    }
};

/// Below this part of the largest a loss is rounding [1].
constexpr double told_part = 1e-6;

TableCell cell(double usd, ShownUnit const& unit)
{
    return {short_number(usd * unit.factor), usd};
}

void add_loss_table(Page& page, Losses const& losses, std::string const& mean)
{
    double const least = told_part * losses.largest();
    ShownUnit const unit = shown_unit("USD", losses.largest());
    std::vector<std::size_t> channels;
    for (std::size_t channel = 0; channel < losses.channels.size(); ++channel)
        if (std::ranges::any_of(losses.usd, [&](auto const& row) { return std::abs(row[channel]) > least; }))
            channels.push_back(channel);
    std::vector<std::string> head{"class"};
    for (std::size_t const channel : channels)
        head.push_back(said_name(losses.channels[channel]));
    head.emplace_back("all");
    std::vector<std::vector<TableCell>> rows;
    auto const add_row = [&](std::string const& name, auto const& value, double all) {
        rows.push_back({{name}});
        for (std::size_t const channel : channels)
            rows.back().push_back(cell(value(channel), unit));
        rows.back().push_back(cell(all, unit));
    };
    double total = 0;
    auto const add_classes = [&](bool inside) {
        for (std::size_t owner = 0; owner < losses.classes.size(); ++owner) {
            auto const of = [&](std::size_t channel) { return losses.usd[owner][channel]; };
            bool const any =
                std::ranges::any_of(losses.usd[owner], [&](double value) { return std::abs(value) > least; });
            if (inside == is_inside(losses.classes[owner]) && any)
                add_row(said_name(losses.classes[owner]), of, losses.of_class(owner));
            total += is_inside(losses.classes[owner]) && inside ? losses.of_class(owner) : 0;
        }
    };
    add_classes(true);
    add_row(
        "all of these", [&](std::size_t channel) { return losses.of_channel(channel); }, total);
    add_classes(false);
    page.table(
        fmt::format("Losses by class and channel{}, in {}; gains are negative. The outside is the rest of the world.",
                    mean, unit.name),
        head, rows);
}

std::string worse_text(Comparison const& comparison)
{
    double const share = comparison.hurt_share();
    return share == share ? spoken::percent(share) : "-";
}

/// An outcome as a row shows it: its name without the unit, and the unit in which its numbers are short.
struct ShownOutcome {
    std::string name;
    ShownUnit unit;

    /// @param values  that will stand in the row
    ShownOutcome(Outcome const& outcome, std::vector<double> const& values)
    {
        double largest = 0;
        for (double const value : values)
            largest = std::isfinite(value) ? std::max(largest, std::abs(value)) : largest;
        if (outcome.unit != "1" || is_share(outcome.name))
            unit = shown_unit(outcome.unit, outcome.unit == "h" ? 0 : largest);
        std::string bare = outcome.name;
        for (std::string const suffix : {"_usd", "_h"})
            if (bare.ends_with(suffix))
                bare.resize(bare.size() - suffix.size());
        std::string const thing = outcome.group == "/summary/size" ? said_size(outcome.thing) : outcome.thing;
        name = (thing.empty() ? "" : said_name(thing) + ": ") + said_name(bare);
        if (!unit.name.empty())
            name += " [" + unit.name + "]";
    }
    [[nodiscard]] TableCell cell(double value) const
    {
        return value == value ? TableCell{short_number(value * unit.factor), value} : TableCell{"-"};
    }

  private:
    /// Numbers without a unit are parts of something, or counts.
    static bool is_share(std::string const& name)
    {
        constexpr std::array<std::string_view, 8> parts{"share",   "ratio",    "coverage", "outflow",
                                                        "run_off", "drawdown", "price",    "recovery"};
        return std::ranges::any_of(parts, [&](std::string_view part) { return name.find(part) != std::string::npos; });
    }
};

std::vector<TableCell> row_of(Comparison const& each)
{
    std::vector<double> const values{each.base_median, each.arm_median, each.median, each.q05, each.q95};
    ShownOutcome const shown{each.outcome, values};
    std::vector<TableCell> row{{shown.name}};
    for (double const value : values)
        row.push_back(shown.cell(value));
    row.push_back({worse_text(each)});
    row.push_back({fmt::format("{} of {}", each.equal, each.pairs)});
    return row;
}

}  // namespace

std::vector<std::string> many_in_words(Contents const& summary, WorldRuns const& world)
{
    std::size_t const runs = world.runs.size();
    std::vector<std::string> said;
    auto const known = [&](std::string const& path, std::size_t entry = 0) {
        return known_over(summary, path, world.runs, entry);
    };
    std::vector<std::string> const names = names_on(summary, "/summary/venue/venue");
    std::vector<std::size_t> order(names.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::greater{}, [&](std::size_t venue) {
        return mean_over(summary, "/summary/venue/people", world.runs, venue);
    });
    order.resize(std::min(order.size(), told_venues));
    for (std::size_t const venue : order) {
        auto const of = [&](std::string const& outcome) { return known("/summary/venue/" + outcome, venue); };
        if (auto const asked = of("asked_share"); !asked.empty())
            said.push_back(fmt::format("Clients of {} asked for {} of what they were owed.", names[venue],
                                       with_interval(asked, spoken::percent)));
        for (auto const& [outcome, verb] :
             {std::pair{"first_gate_h", "stopped paying"}, std::pair{"failure_h", "failed"}}) {
            auto const hours = of(outcome);
            if (hours.empty())
                continue;
            said.push_back(fmt::format("{} {} in {} of {} runs, in the median of these after {}.", names[venue], verb,
                                       hours.size(), runs, spoken::time(statistics::median(hours))));
        }
    }
    if (auto const loss = known("/summary/loss_usd"); !loss.empty())
        said.push_back(fmt::format("All holders together lost {}.", with_interval(loss, spoken::money)));
    if (auto const spread = known("/summary/branching_ratio"); !spread.empty())
        said.push_back(fmt::format("Of 100 requests {:.0f} were set off by earlier requests, in the median run.",
                                   100 * statistics::median(spread)));
    return said;
}

void add_losses(Page& page, Contents const& results, WorldRuns const& world)
{
    Losses const losses{results, world};
    std::string const mean =
        world.runs.size() > 1 ? fmt::format(", mean of {} runs", world.runs.size()) : std::string{};
    if (!(losses.largest() > 0)) {
        page.paragraph("Nobody lost anything.");
        return;
    }
    std::vector<Bar> classes, channels;
    double const least = told_part * losses.largest();
    for (std::size_t owner = 0; owner < losses.classes.size(); ++owner)
        if (is_inside(losses.classes[owner]) && std::abs(losses.of_class(owner)) > least)
            classes.push_back({said_name(losses.classes[owner]), losses.of_class(owner)});
    for (std::size_t channel = 0; channel < losses.channels.size(); ++channel)
        if (std::abs(losses.of_channel(channel)) > least)
            channels.push_back({said_name(losses.channels[channel]), losses.of_channel(channel)});
    std::ranges::stable_sort(classes, std::greater{}, &Bar::value);
    std::ranges::stable_sort(channels, std::greater{}, &Bar::value);
    page.picture(
        [&](Frame const& frame) { return draw_bars("Losses by class" + mean, "USD", classes, frame, "loss-class"); });
    page.picture([&](Frame const& frame) {
        return draw_bars("Losses by channel, all but the outside" + mean, "USD", channels, frame, "loss-channel");
    });
    add_loss_table(page, losses, mean);
}

void add_sizes(Page& page, Contents const& summary, WorldRuns const& world)
{
    std::vector<std::string> const sizes = names_on(summary, "/summary/size/size");
    std::vector<std::vector<TableCell>> rows;
    for (std::size_t size = 0; size < sizes.size(); ++size) {
        auto const mean = [&](std::string const& outcome) {
            return mean_over(summary, "/summary/size/" + outcome, world.runs, size);
        };
        auto const share = [&](std::string const& outcome) {
            double const value = mean(outcome);
            return value == value ? TableCell{spoken::percent(value), value} : TableCell{"-"};
        };
        double const people = mean("people"), claims = mean("claims_start_usd");
        rows.push_back({{said_size(sizes[size])},
                        {spoken::count(people), people},
                        {spoken::money(claims), claims},
                        share("asked_share_72h"),
                        share("asked_share")});
    }
    page.table(world.runs.size() > 1 ? fmt::format("Means of {} runs.", world.runs.size())
                                     : std::string{"People by what their claims were worth at the start."},
               {"claims at the start", "people", "their claims", "asked within 72 h of the news", "asked in all"},
               rows);
}

void add_outcomes(Page& page, Contents const& summary, std::vector<WorldRuns> const& worlds)
{
    std::vector<Outcome> const outcomes = outcomes_of(summary);
    for (WorldRuns const& world : worlds) {
        std::vector<std::vector<TableCell>> rows;
        for (Outcome const& outcome : outcomes) {
            std::vector<double> there;
            for (std::size_t const run : world.runs)
                if (double const value = outcome.values[run]; value == value)
                    there.push_back(value);
            if (!is_shown(outcome) || std::ranges::all_of(there, [](double value) { return value == 0; }))
                continue;
            ShownOutcome const shown{outcome, there};
            rows.push_back({{shown.name}});
            for (double const share : {0.5, 0.05, 0.25, 0.75, 0.95})
                rows.back().push_back(shown.cell(statistics::quantile(there, share)));
            rows.back().push_back({fmt::format("{} of {}", there.size(), world.runs.size())});
        }
        page.table(
            fmt::format("{}: quantiles over {} runs that differ by luck alone.", world.name(), world.runs.size()),
            {"outcome", "median", "5 %", "25 %", "75 %", "95 %", "runs that have it"}, rows);
    }
}

void add_comparisons(Page& page, Contents const& summary)
{
    ArmComparisons const comparisons = compare_with_base(summary);
    page.paragraph(
        "Every difference is arm less base in two runs with the same luck; 5 % and 95 % are quantiles of these "
        "differences. Worse: share of pairs in which the arm hurts.");
    std::vector<std::vector<TableCell>> rows;
    for (std::size_t i = 0; i < comparisons.all.size(); ++i) {
        Comparison const& each = comparisons.all[i];
        bool const moved = each.equal < each.pairs || each.only_arm + each.only_base > 0;
        if (is_shown(each.outcome) && moved)
            rows.push_back(row_of(each));
        if (i + 1 < comparisons.all.size() && comparisons.all[i + 1].world == each.world)
            continue;
        if (rows.empty())
            page.paragraph(each.world + " differs from the base in nothing that is shown here.");
        else
            page.table(each.world + " against the base",
                       {"outcome", "base", "arm", "median difference", "5 %", "95 %", "worse", "equal pairs"}, rows);
        rows.clear();
    }
}

}  // namespace stampede
