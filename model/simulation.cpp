#include "model/simulation.hpp"

#include <fmt/core.h>

#include "model/base/check.hpp"
#include "model/base/parallel.hpp"
#include "model/position_acts.hpp"

namespace stampede {

std::string_view name_of(Phase phase)
{
    constexpr std::array<std::string_view, 11> names = {"shock",  "observe",   "decide",     "trade",
                                                        "mark",   "margin",    "deleverage", "redeem",
                                                        "settle", "contagion", "record"};
    return names.at(static_cast<std::size_t>(phase));
}

std::string_view meaning_of(Phase phase)
{
    constexpr std::array<std::string_view, 11> meanings = {
        "timeline entries due now; fundamental values move",
        "publish the signals of each venue: outflow, queue, coverage, token drawdown, news, alarm",
        "agents that are awake turn the frozen view into intents",
        "each book clears one batch: agents' orders, treasury sales",
        "assets are valued at the median of their mids; haircuts follow",
        "positions below maintenance are taken over",
        "deficits are paid by fund, deleveraging or winners",
        "mint and redeem, vault liquidations",
        "arrivals and repayments; withdrawal queues are paid under the venue's rules; treasuries raise liquidity",
        "solvency tests; failed institutions stop; one round of clearing",
        "series, events, snapshots"};
    return meanings.at(static_cast<std::size_t>(phase));
}

Simulation::Simulation(std::unique_ptr<World> world, std::vector<std::unique_ptr<Population>> populations,
                       std::vector<std::unique_ptr<Mechanism>> mechanisms,
                       std::vector<std::unique_ptr<Observer>> observers)
    : world_{std::move(world)},
      populations_{std::move(populations)},
      mechanisms_{std::move(mechanisms)},
      observers_{std::move(observers)}
{
    for (auto const& observer : observers_)
        observer->at_birth(*world_);
}

void Simulation::step()
{
    world_->events.begin_step(world_->clock.step);
    for (Phase const phase : all_phases) {
        if (phase == Phase::decide)
            decide();
        else
            act(phase);
        if (world_->audits)
            audit();
    }
    for (auto const& population : populations_)
        population->learn(*world_, world_->events);
    for (auto const& observer : observers_)
        observer->after_step(*world_, world_->events);
    ++world_->clock.step;
}

void Simulation::decide()
{
    wishes_.clear();
    for (auto const& population : populations_) {
        std::span<Row const> const awake = population->wake(*world_);
        std::vector<Intents> blocks(block_count(awake.size()));
        for_blocks(awake.size(), world_->threads, [&](std::size_t block, BlockRange range) {
            population->decide(*world_, world_->draws, awake.subspan(range.begin, range.end - range.begin),
                               blocks[block]);
        });
        for (Intents const& block : blocks)
            wishes_.append(block);
    }
    wishes_.put_in_order();
}

void Simulation::act(Phase phase)
{
    StepContext context{*world_, wishes_};
    for (auto const& mechanism : mechanisms_) {
        if (mechanism->phase() != phase)
            continue;
        try {
            mechanism->apply(context);
        }
        catch (BrokenInvariant const& error) {
            throw BrokenInvariant{fmt::format("step {}, phase {}, mechanism {}: {}", world_->clock.step, name_of(phase),
                                              mechanism->name(), error.what())};
        }
    }
}

void Simulation::audit() const
{
    try {
        world_->ledger.audit_touched();
        std::int64_t const step = world_->clock.step;
        bool const all = step % 64 == 0 || step + 1 == world_->clock.steps;
        if (all)
            world_->ledger.audit_all();
        audit_positions(*world_, all);
    }
    catch (BrokenInvariant const& error) {
        throw BrokenInvariant{fmt::format("step {}: {}", world_->clock.step, error.what())};
    }
}

void Simulation::columns(ColumnVisitor& column)
{
    column.group("world", *world_);
    for (auto const& population : populations_) {
        population->bring_up_to_date(*world_);
        column.group("agents " + population->enrolment().name, *population);
    }
    for (std::size_t i = 0; i < observers_.size(); ++i)
        column.group("observer " + std::to_string(i), *observers_[i]);
}

void Simulation::restored()
{
    for (auto const& population : populations_)
        population->restored(*world_);
}

std::string describe_step(std::vector<std::unique_ptr<Mechanism>> const& mechanisms)
{
    std::string text = "One step, phase by phase:\n";
    for (Phase const phase : all_phases) {
        std::string who;
        for (auto const& mechanism : mechanisms)
            if (mechanism->phase() == phase)
                who += (who.empty() ? "" : ", ") + std::string{mechanism->name()};
        if (phase == Phase::decide)
            who = "agents";
        text += fmt::format("  {:<11} {:<34} {}\n", name_of(phase), who.empty() ? "-" : who, meaning_of(phase));
    }
    return text;
}

}  // namespace stampede
