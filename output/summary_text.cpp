#include "output/summary_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <numeric>

#include "model/base/check.hpp"
#include "model/losses.hpp"
#include "output/readings.hpp"
#include "output/spoken.hpp"

namespace stampede {

namespace {

using namespace spoken;

/// How many institutions, assets and classes get sentences of their own: the largest.
constexpr std::size_t told_venues = 3, told_assets = 3, told_classes = 3;
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
    [[nodiscard]] bool has(std::string const& path) const { return results_.find(path) != nullptr; }
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

    /// Entries of a group from the largest value of a column down, missing ones last.
    [[nodiscard]] std::vector<std::size_t> ranked(std::string const& path, std::size_t entries) const
    {
        std::vector<std::size_t> order(entries);
        std::iota(order.begin(), order.end(), std::size_t{0});
        auto const value = [&](std::size_t entry) {
            double const found = number(path, entry);
            return found == found ? found : std::numeric_limits<double>::lowest();
        };
        std::ranges::stable_sort(order, std::greater{}, value);
        return order;
    }

  private:
    Contents const& results_;
    std::size_t run_;
};

/// A name of ours as it is said: "passive maker".
std::string said(std::string name)
{
    std::ranges::replace(name, '_', ' ');
    return name;
}

std::string opening(Story const& story)
{
    std::string text = story.title().empty() ? "" : story.title() + "\n";
    if (!story.arm().empty())
        text += fmt::format("This is the arm \"{}\".\n", story.arm());
    double const hours = story.number("/summary/simulated_h"), seconds = story.number("/summary/step_s");
    text += fmt::format("The run covered {} in {} of {}.\n", time(hours),
                        count(hours * 3600 / seconds, "step", "steps"), time(seconds / 3600));
    if (!story.finished())
        text += "It was stopped before its end.\n";
    double const news = story.number("/summary/first_news_h");
    // It came at the begin of its step, before anyone decided.
    double const came = news - seconds / 3600;
    if (!known(news))
        text += "There was no bad news and no shock.\n";
    else
        text += came > 0 ? fmt::format("The first bad news or shock came after {}.\n", time(came))
                         : "The first bad news or shock came at the start.\n";
    return text;
}

/// Outcomes of one institution.
class Venue {
  public:
    Venue(Story const& story, std::string name, std::size_t entry)
        : name_{std::move(name)}, story_{story}, entry_{entry}
    {
    }
    [[nodiscard]] double of(std::string const& outcome) const
    {
        return story_.number("/summary/venue/" + outcome, entry_);
    }

    /// A few sentences.
    [[nodiscard]] std::string told_at_length() const { return owed() + ".\n" + demand() + fate(); }

    /// One sentence.
    [[nodiscard]] std::string told_in_short() const
    {
        std::string text = owed();
        if (double const asked = of("asked_share"); asked > 0)
            text += fmt::format("; {} was asked for and {} paid", percent(asked), percent(of("paid_share")));
        else
            text += ", of which nobody asked for any";
        if (double const failure = of("failure_h"); known(failure))
            return text + fmt::format("; it failed after {}.\n", time(failure));
        double const gate = of("first_gate_h");
        return text + (known(gate) ? fmt::format("; it stopped paying after {}.\n", time(gate)) : ".\n");
    }

  private:
    [[nodiscard]] std::string owed() const
    {
        double const came = story_.has("/summary/venue/people_moved_in") ? of("people_moved_in") : 0;
        std::string text = fmt::format("{} owed {} {} at the start", name_,
                                       count(of("people") - came, "client", "clients"), money(of("claims_start_usd")));
        if (came > 0)
            text += fmt::format(" ({} of others came with {})", count(came, "client", "clients"),
                                money(of("moved_in_usd")));
        return text;
    }

    [[nodiscard]] std::string demand() const
    {
        double const asked = of("asked_share"), early = of("asked_share_72h"), peak = of("peak_outflow_24h"),
                     coverage = of("lowest_coverage");
        if (!(asked > 0))
            return "  Nobody asked for money.\n";
        std::string text =
            known(early) ? fmt::format("  They asked for {} of it within 72 hours of the news and {} in the whole run",
                                       percent(early), percent(asked))
                         : fmt::format("  They asked for {} of it", percent(asked));
        text += fmt::format("; {} was paid.\n", percent(of("paid_share")));
        if (known(peak))
            text += fmt::format("  In the worst 24 hours they asked for {} of what was owed.\n", percent(peak));
        if (known(coverage))
            text += fmt::format("  At the worst moment {} of claims could have been paid within a day.\n",
                                percent(coverage));
        return text;
    }

    [[nodiscard]] std::string fate() const
    {
        double const gate = of("first_gate_h"), failure = of("failure_h"), wait = of("longest_wait_h"),
                     frozen = of("frozen_usd");
        std::string text = known(gate)      ? fmt::format("  It stopped paying after {}", time(gate))
                           : known(failure) ? "  It paid what it could until it failed"
                                            : "  It never closed its doors";
        text += wait > 0 ? fmt::format("; the longest wait for money was {}.\n", time(wait)) : ".\n";
        if (known(failure))
            text += fmt::format("  It failed after {}; a claim of 100 USD was worth {:.0f} USD after that.\n",
                                time(failure), 100 * of("recovery"));
        if (frozen > 0)
            text += fmt::format("  At the end claims of {} were frozen.\n", money(frozen));
        return text;
    }

    std::string name_;
    Story const& story_;
    std::size_t entry_;
};

std::string institutions(Story const& story)
{
    std::vector<std::string> const names = story.names("/summary/venue/venue");
    std::string text;
    std::size_t told = 0;
    for (std::size_t const entry : story.ranked("/summary/venue/people", names.size())) {
        Venue const venue{story, names[entry], entry};
        if (told == told_venues || !(venue.of("people") > 0))
            break;
        text += told == 0 ? venue.told_at_length() : venue.told_in_short();
        ++told;
    }
    if (told == 0)
        text += "No institution had clients.\n";
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

/// Through what money is lost, as it is said.
std::string said_of(std::string const& channel)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, channel_count> words{
        {{"price", "prices"},
         {"liquidation", "liquidations"},
         {"adl", "deleveraging"},
         {"socialised", "socialised losses"},
         {"run", "the run"},
         {"fire_sale", "fire sales"},
         {"depeg", "depegs"},
         {"default", "defaults"},
         {"fee", "fees"},
         {"operational", "operational losses"}}};
    auto const found = std::ranges::find(words, channel, [](auto const& word) { return word.first; });
    return std::string{found == words.end() ? std::string_view{channel} : found->second};
}

/// "1.20 billion USD through defaults and 300 million USD through prices, less 20.0 million USD gained through the
/// run": the largest three of each sign.
std::string channels_of(Story const& story, std::size_t owner, double loss)
{
    std::vector<std::string> const names = story.names("/losses/channel");
    std::vector<std::pair<double, std::string>> lost, gained;
    for (std::size_t i = 0; i < names.size(); ++i) {
        double const part = story.number("/losses/loss_usd", owner * names.size() + i);
        if (part > told_share * loss)
            lost.emplace_back(part, names[i]);
        if (-part > told_share * loss)
            gained.emplace_back(-part, names[i]);
    }
    auto const told = [](std::vector<std::pair<double, std::string>>& parts) {
        std::ranges::stable_sort(parts, std::greater{}, [](auto const& part) { return part.first; });
        std::vector<std::string> words;
        for (std::size_t i = 0; i < std::min<std::size_t>(3, parts.size()); ++i)
            words.push_back(fmt::format("{} through {}", money(parts[i].first), said_of(parts[i].second)));
        return list(words);
    };
    return told(lost) + (gained.empty() ? "" : ", less gains of " + told(gained));
}

std::string losses(Story const& story)
{
    std::vector<std::string> const names = story.names("/summary/class/class");
    std::string text;
    std::size_t told = 0;
    for (std::size_t const owner : story.ranked("/summary/class/loss_share", names.size())) {
        double const loss = story.number("/summary/class/loss_usd", owner);
        double const had = story.number("/summary/class/initial_usd", owner);
        if (told == told_classes || names[owner] == "outside" || !(loss >= 1 && loss > told_share * had))
            continue;
        std::string const share = had > 0 ? fmt::format(" of {}", money(had)) : "";
        text += fmt::format("The loss of {} was {}{}: {}.\n", said(names[owner]), money(loss), share,
                            channels_of(story, owner, loss));
        ++told;
    }
    return text.empty() ? fmt::format("No class of holders lost more than {} of what it had.\n", percent(told_share))
                        : text;
}

}  // namespace

Contents summary_of(ResultsFile const& results)
{
    Contents part;
    part.attributes("/") = results.file().attributes("/");
    for (std::string const& path : results.file().datasets())
        if (path.starts_with("/summary/") || path.starts_with("/losses/"))
            part.add(path, results.file().read(path));
    return part;
}

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
