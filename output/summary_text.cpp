#include "output/summary_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "model/base/check.hpp"
#include "output/spoken.hpp"

namespace stampede {

namespace {

using namespace spoken;

/// How many institutions, assets and classes get sentences of their own: the largest.
constexpr std::size_t told_venues = 3, told_assets = 3, told_classes = 4;
/// Below this a loss is rounding, or not worth a sentence [1].
constexpr double told_share = 0.001;

/// The numbers of one run, by dataset and entry.
class Story {
  public:
    Story(Contents const& results, std::size_t run) : results_{results}, run_{run}
    {
        ensure(run < results.at("/summary/run").shape.at(0), "no such run in these results", run);
    }

    [[nodiscard]] std::vector<std::string> names(std::string const& scale) const
    {
        return results_.find(scale) == nullptr ? std::vector<std::string>{} : results_.values<std::string>(scale);
    }
    /// @param entry  counts the axes after `run`, last fastest
    [[nodiscard]] double number(std::string const& path, std::size_t entry = 0) const
    {
        Dataset const& data = results_.at(path);
        std::size_t const entries = elements({data.shape.begin() + 1, data.shape.end()});
        return results_.values<double>(path).at(run_ * entries + entry);
    }
    [[nodiscard]] bool finished() const { return results_.values<std::int8_t>("/summary/finished").at(run_) == 1; }
    [[nodiscard]] std::string arm() const { return results_.values<std::string>("/summary/arm").at(run_); }
    [[nodiscard]] std::string title() const { return text_of(results_.attributes_of("/"), "title"); }

    /// Entries of a group from the largest value of a column down.
    [[nodiscard]] std::vector<std::size_t> ranked(std::string const& path, std::size_t entries) const
    {
        std::vector<std::size_t> order(entries);
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::ranges::stable_sort(order,
                                 [&](std::size_t a, std::size_t b) { return number(path, a) > number(path, b); });
        return order;
    }

  private:
    Contents const& results_;
    std::size_t run_;
};

bool known(double number)
{
    return number == number;
}

std::string opening(Story const& story)
{
    std::string text = story.title().empty() ? "" : story.title() + "\n";
    if (!story.arm().empty())
        text += fmt::format("This is the arm \"{}\".\n", story.arm());
    double const hours = story.number("/summary/simulated_h"), seconds = story.number("/summary/step_s");
    text +=
        fmt::format("The run covered {} in {} of {}.\n", time(hours), count(hours * 3600 / seconds, "step", "steps"),
                    seconds < 60 ? count(seconds, "second", "seconds") : time(seconds / 3600));
    if (!story.finished())
        text += "It was stopped before its end.\n";
    double const news = story.number("/summary/first_news_h");
    text += known(news) ? fmt::format("The first bad news came after {}.\n", time(news)) : "No bad news came.\n";
    return text;
}

std::string demand(Story const& story, std::string const& name, std::size_t venue)
{
    auto const of = [&](std::string const& outcome) { return story.number("/summary/venue/" + outcome, venue); };
    std::string text = fmt::format("{} owed {} {} at the start.\n", name, count(of("people"), "client", "clients"),
                                   money(of("claims_start_usd")));
    double const asked = of("asked_share"), early = of("asked_share_72h");
    if (asked == 0)
        return text + "  Nobody asked for money.\n";
    std::string const first =
        known(early) ? fmt::format("{} of it within 72 hours of the news and ", percent(early)) : "";
    text += fmt::format("  They asked for {}{}{} in the whole run; {} was paid.\n", first, percent(asked),
                        first.empty() ? " of it" : "", percent(of("paid_share")));
    text += fmt::format(
        "  In the worst 24 hours they asked for {}; what could be paid within a day fell to {} of claims.\n",
        percent(of("peak_outflow_24h")), percent(of("lowest_coverage")));
    return text;
}

std::string fate(Story const& story, std::string const& name, std::size_t venue)
{
    auto const of = [&](std::string const& outcome) { return story.number("/summary/venue/" + outcome, venue); };
    double const gate = of("first_gate_h"), failure = of("failure_h"), wait = of("longest_wait_h");
    std::string text = known(gate) ? fmt::format("  {} stopped paying after {}", name, time(gate))
                                   : fmt::format("  {} never closed its doors", name);
    if (wait > 0)
        text += fmt::format("; the longest wait for money was {}", time(wait));
    text += ".\n";
    if (known(failure))
        text += fmt::format("  It failed after {}; a claim of 100 USD was worth {:.0f} USD after that.\n",
                            time(failure), 100 * of("recovery"));
    if (of("frozen_usd") > 0)
        text += fmt::format("  At the end claims of {} were frozen.\n", money(of("frozen_usd")));
    return text;
}

std::string institutions(Story const& story)
{
    std::vector<std::string> const names = story.names("/summary/venue/venue");
    std::string text;
    std::size_t told = 0;
    for (std::size_t const venue : story.ranked("/summary/venue/people", names.size())) {
        if (told == told_venues || !(story.number("/summary/venue/people", venue) > 0))
            break;
        text += demand(story, names[venue], venue) + fate(story, names[venue], venue);
        ++told;
    }
    double const failed = story.number("/summary/failures");
    if (names.size() > 1 && failed > 0)
        text += fmt::format("Of {} institutions {} failed.\n", names.size(), count(failed));
    return text;
}

std::string who_first(Story const& story)
{
    struct Size {
        std::size_t entry;
        std::string_view words;
    };
    constexpr std::array sizes{Size{2, "above 500,000 USD"}, Size{1, "from 10,000 to 500,000 USD"},
                               Size{0, "below 10,000 USD"}};
    std::vector<std::string> early, late;
    for (auto const& [entry, words] : sizes) {
        double const first = story.number("/summary/size/asked_share_72h", entry);
        double const all = story.number("/summary/size/asked_share", entry);
        if (known(all))
            late.push_back(fmt::format("{} of those {}", percent(all), words));
        if (known(first))
            early.push_back(fmt::format("{} of those {}", percent(first), words));
    }
    if (late.empty() || !(story.number("/summary/requests") > 0))
        return {};
    std::string text;
    if (known(story.number("/summary/first_news_h")))
        text = fmt::format("Who left first: within 72 hours of the news {} had asked.\n", list(early));
    text += fmt::format("By the end it was {}.\n", list(late));
    double const branching = story.number("/summary/branching_ratio");
    text += fmt::format("Of 100 requests {:.0f} were set off by earlier requests.\n", 100 * branching);
    return text;
}

std::string prices(Story const& story)
{
    std::vector<std::string> const names = story.names("/summary/asset/asset");
    std::string text;
    std::size_t told = 0;
    for (std::size_t const asset : story.ranked("/summary/asset/max_drawdown", names.size())) {
        double const low = story.number("/summary/asset/lowest_price", asset);
        if (told == told_assets || !(low < 1 - told_share))
            continue;
        text += fmt::format("{} fell to {} of its first price and ended at {}.\n", names[asset], percent(low),
                            percent(story.number("/summary/asset/last_price", asset)));
        ++told;
    }
    std::vector<std::string> const markets = story.names("/summary/market/market");
    if (markets.empty())
        return text;
    std::size_t const worst = story.ranked("/summary/market/worst_slippage", markets.size()).front();
    double const slip = story.number("/summary/market/worst_slippage", worst);
    if (slip > 0)
        text +=
            fmt::format("The worst trade was in {}, {} off the mid; depth within 1 % fell to {} there.\n",
                        markets[worst], percent(slip), money(story.number("/summary/market/least_depth_usd", worst)));
    return text;
}

/// "1.2 billion USD by default and 300 million USD by price", the largest three.
std::string channels_of(Story const& story, std::size_t owner, double loss)
{
    std::vector<std::string> const names = story.names("/losses/channel");
    std::vector<std::pair<double, std::string>> parts;
    for (std::size_t i = 0; i < names.size(); ++i) {
        double const part = story.number("/losses/loss_usd", owner * names.size() + i);
        if (part > told_share * loss)
            parts.emplace_back(part, names[i]);
    }
    std::ranges::stable_sort(parts, [](auto const& a, auto const& b) { return a.first > b.first; });
    std::vector<std::string> words;
    for (auto const& [part, name] : parts) {
        std::string channel = name;
        std::ranges::replace(channel, '_', ' ');
        if (words.size() < 3)
            words.push_back(fmt::format("{} through {}", money(part), channel));
    }
    return list(words);
}

std::string losses(Story const& story)
{
    std::vector<std::string> const names = story.names("/summary/class/class");
    std::string text;
    std::size_t told = 0;
    for (std::size_t const owner : story.ranked("/summary/class/loss_usd", names.size())) {
        double const loss = story.number("/summary/class/loss_usd", owner);
        double const had = story.number("/summary/class/initial_usd", owner);
        if (told == told_classes || names[owner] == "outside" || !(loss >= 1 && loss > told_share * had))
            continue;
        std::string const share = had > 0 ? fmt::format(" of {}", money(had)) : "";
        text += fmt::format("{} lost {}{}: {}.\n", names[owner], money(loss), share, channels_of(story, owner, loss));
        ++told;
    }
    return text.empty() ? "Nobody lost money.\n" : text;
}

/// The datasets that the text is made of.
Contents summary_of(ResultsFile const& results)
{
    Contents part;
    part.attributes("/") = results.file().attributes("/");
    for (std::string const& path : results.file().datasets())
        if (path.starts_with("/summary/") || path.starts_with("/losses/"))
            part.add(path, results.file().read(path));
    return part;
}

}  // namespace

std::string summary_text(Contents const& results, std::size_t run)
{
    Story const story{results, run};
    return opening(story) + institutions(story) + who_first(story) + prices(story) + losses(story);
}

std::string summary_text(ResultsFile const& results, std::size_t run)
{
    return summary_text(summary_of(results), run);
}

}  // namespace stampede
