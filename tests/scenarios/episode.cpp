#include "tests/scenarios/episode.hpp"

#include <fmt/core.h>

#include <memory>

#include "experiments/build.hpp"
#include "experiments/loaded_experiment.hpp"
#include "model/statistics.hpp"
#include "tests/places.hpp"

namespace stampede::testing {
namespace {

/// Counts what leaves a venue, and who asks within 72 hours of the first news.
class Tally final : public Observer {
  public:
    explicit Tally(Episode const& episode) : episode_{episode} {}

    void at_birth(View& seen) override
    {
        venue_ = seen.institution(episode_.venue);
        std::vector<double> usd(seen.home.size(), 0.0);
        for (std::size_t i = 0; i < seen.ledger.accounts(); ++i) {
            AccountId const account = AccountId::of(i);
            PersonId const owner = seen.ledger.owner(account);
            if (owner.valid())
                usd[owner.index()] += seen.usd(seen.ledger.asset(account), seen.ledger.balance(account));
        }
        asked_.assign(usd.size(), false);
        claims_before_.assign(episode_.spans.size(), 0);
        outcome_.withdrawn.assign(episode_.spans.size(), 0);
        for (double const value : usd) {
            size_.push_back(value < 10e3 ? 0 : value < 500e3 ? 1 : 2);
            ++outcome_.by_size[size_.back()];
        }
        price_.clear();
        for (std::size_t i = 0; i < seen.assets.size(); ++i) {
            price_.push_back(seen.price(AssetId::of(i)).value());
            claims_ += claims_of(seen, i);
        }
    }

    void after_step(View& seen, Events const& events) override
    {
        note_events(seen, events);
        std::int64_t const end = seen.clock.step + 1;
        for (std::size_t i = 0; i < episode_.spans.size(); ++i)
            note_span(seen, i, end);
        if (end == seen.clock.steps)
            close(seen);
    }

    [[nodiscard]] EpisodeOutcome const& outcome() const { return outcome_; }

  private:
    [[nodiscard]] static std::int64_t step_at(View& seen, double day)
    {
        return seen.clock.steps_in(Duration{day * 86400});
    }
    void note_span(View& seen, std::size_t span, std::int64_t end)
    {
        double const paid = seen.signals[venue_.index()].paid_total;
        if (end == step_at(seen, episode_.spans[span].from)) {
            outcome_.withdrawn[span] = -paid;
            claims_before_[span] = seen.claims_usd(venue_);
        }
        if (end == step_at(seen, episode_.spans[span].to))
            outcome_.withdrawn[span] = (outcome_.withdrawn[span] + paid) / claims_before_[span];
    }
    [[nodiscard]] double claims_of(View& seen, std::size_t asset) const
    {
        auto const units = static_cast<double>(seen.ledger.claims(venue_, AssetId::of(asset)).value());
        return units / seen.assets[asset].unit * price_[asset];
    }
    void note_events(View& seen, Events const& events)
    {
        for (std::size_t event = events.step_begin(); event < events.size(); ++event) {
            if (events.institution(event) != venue_)
                continue;
            EventKind const kind = events.kind(event);
            if (kind == EventKind::news && first_news_ < 0)
                first_news_ = seen.clock.step;
            outcome_.gated = outcome_.gated || kind == EventKind::gate_closed;
            if (kind == EventKind::withdrawal_asked)
                note_request(seen, seen.ledger.owner(events.account(event)));
        }
    }
    void note_request(View& seen, PersonId person)
    {
        if (!person.valid() || asked_[person.index()])
            return;
        asked_[person.index()] = true;
        bool const early = first_news_ >= 0 && seen.clock.step - first_news_ <= step_at(seen, 3);
        outcome_.early[size_[person.index()]] += early ? 1 : 0;
    }
    void close(View& seen)
    {
        double left = 0;
        for (std::size_t i = 0; i < seen.assets.size(); ++i)
            left += claims_of(seen, i);
        outcome_.kept = left / claims_;
        for (std::size_t i = 0; i < outcome_.early.size(); ++i)
            outcome_.early[i] /= outcome_.by_size[i];
    }

    Episode episode_;
    EpisodeOutcome outcome_;
    InstitutionId venue_;
    std::vector<std::size_t> size_;      // per person
    std::vector<bool> asked_;            // per person
    std::vector<double> price_;          // per asset, at the start
    std::vector<double> claims_before_;  // per span
    double claims_ = 0;
    std::int64_t first_news_ = -1;
};

}  // namespace

std::filesystem::path scenario_folder()
{
    return source_dir() / "experiments" / "scenarios";
}

EpisodeOutcome run_episode(Episode const& episode, std::uint64_t replicate, bool audits)
{
    LoadedExperiment loaded{scenario_folder() / episode.file, episode.settings};
    Experiment experiment = loaded.experiment();
    std::int64_t const steps = experiment.steps();
    RunOptions options;
    options.seed = static_cast<std::uint64_t>(experiment.seed);
    options.replicate = replicate;
    options.audits = audits;
    auto tally = std::make_unique<Tally>(episode);
    Tally const& seen = *tally;
    std::vector<std::unique_ptr<Observer>> observers;
    observers.push_back(std::move(tally));
    auto const simulation = build(std::move(experiment), options, std::move(observers));
    for (std::int64_t step = 0; step < steps; ++step)
        simulation->step();
    return seen.outcome();
}

std::vector<EpisodeOutcome> run_replicates(Episode const& episode, std::size_t count)
{
    std::vector<EpisodeOutcome> outcomes;
    for (std::size_t replicate = 0; replicate < count; ++replicate)
        outcomes.push_back(run_episode(episode, replicate, false));
    return outcomes;
}

std::string Spread::text() const
{
    return fmt::format("{:.4f} [{:.4f}, {:.4f}]", median, low, high);
}

Spread spread_of(std::vector<double> const& values)
{
    return {statistics::quantile(values, 0.05), statistics::quantile(values, 0.5), statistics::quantile(values, 0.95)};
}

}  // namespace stampede::testing
