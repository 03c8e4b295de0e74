#include "model/mechanisms/contagion.hpp"

#include <algorithm>

#include "model/mechanisms/clearing_house.hpp"
#include "model/mechanisms/client_claims.hpp"

namespace stampede {

void Contagion::Parameters::visit(FieldVisitor& field)
{
    field("clearing", clearing, "what creditors recover from a failed debtor");
    field("spreads", spreads, "false: creditors write nothing off, failures stay where they are");
}

void fail(World& world, InstitutionId id, Cause const& cause)
{
    Institution& institution = world.institutions[id.index()];
    if (institution.status == Status::failed)
        return;
    institution.status = Status::failed;
    institution.failed_step = world.clock.step;
    world.signals[id.index()].failure_event = world.events.add(
        EventKind::failure, {id, {}, {}, {}, static_cast<double>(world.disclosed_equity(id).value()) * 1e-6}, cause);
}

MicroUsd tested_equity(World const& world, InstitutionId id, bool missed)
{
    bool const sees_through =
        world.facts[id.index()].marked_to_market || world.signals[id.index()].tested != 0 || missed;
    return sees_through ? world.true_equity(id) : world.disclosed_equity(id);
}

bool is_insolvent(World const& world, InstitutionId id, bool missed, LossPassing const& passing)
{
    constexpr double rounding = 1e-6;  // what storage may lack, as shares of claims are rounded to units
    if (world.facts[id.index()].residual_claims)
        return false;
    MicroUsd const own = tested_equity(world, id, missed);
    if (own >= MicroUsd{0})
        return false;
    auto const equity = static_cast<double>((own + claim_on_winners(world, id, passing)).value());
    return equity < 0 && equity * 1e-6 < -rounding * world.claims_usd(id);
}

namespace {

/// Steps for which a payment has been missed for want of tokens: to clients, or to institutions that recalled a loan.
/// Who waits for a notice or a limit, or for a gate in front of enough tokens, has missed nothing.
std::int64_t missed_for(World const& world, InstitutionId id)
{
    std::int64_t since = world.clock.step + 1;
    for (WithdrawalQueue const& queue : world.queues[id.index()])
        if (queue.oldest() >= 0 && queue.short_since() >= 0)
            since = std::min(since, std::max(queue.short_since(), queue.oldest_due()));
    auto const [first, last] = boost::in_edges(id.index(), world.institutions);
    for (auto edge = first; edge != last; ++edge)
        if (Exposure const& debt = world.institutions[*edge]; debt.missed_step >= 0 && debt.settled == 0)
            since = std::min(since, debt.missed_step);
    return world.clock.step - since;
}

/// What made it fail, as far as it can be told: its last write-off, a payment it missed, its queue, its news.
Cause cause_of_failure(World const& world, InstitutionId id)
{
    VenueSignals const& signal = world.signals[id.index()];
    EventId const written_off = signal.provision_event;
    std::array const parts = {
        Cause::Part{written_off, written_off != calm_root ? 1.0 : 0.0},
        Cause::Part{signal.missed_event, signal.missed_event != calm_root ? 1.0 : 0.0},
        Cause::Part{signal.queue_event, signal.queue_event != calm_root ? 1.0 : 0.0},
        Cause::Part{signal.news_event, signal.news_event != calm_root && written_off == calm_root ? 1.0 : 0.0}};
    return Cause{parts};
}

}  // namespace

/// @return true if somebody failed in this step
bool Contagion::test_all(World& world) const
{
    bool somebody = false;
    for (std::size_t i = 1; i < world.institution_count(); ++i) {
        InstitutionId const id = InstitutionId::of(i);
        InstitutionFacts const& fact = world.facts[i];
        std::int64_t const grace = world.clock.steps_in(fact.grace, 1);
        bool const missed = fact.grace.value() > 0 && missed_for(world, id) > grace;
        LossPassing const passing = passing_.empty() ? LossPassing{} : passing_[i];
        if (!world.failed(id) && !world.wound_up(id) && (missed || is_insolvent(world, id, missed, passing)))
            fail(world, id, cause_of_failure(world, id));
        somebody = somebody || world.institutions[i].failed_step == world.clock.step;
    }
    return somebody;
}

void wind_up(World& world, InstitutionId id)
{
    auto const [first, last] = boost::out_edges(id.index(), world.institutions);
    for (auto edge = first; edge != last; ++edge) {
        Exposure& exposure = world.institutions[*edge];
        if (boost::target(*edge, world.institutions) != World::outside.index() || exposure.principal.value() == 0)
            continue;
        Amount const promised{
            round_to_integer(static_cast<double>(exposure.principal.value()) * exposure.wind_up_return.value())};
        Amount const value = std::min(promised, world.ledger.stored(World::outside, exposure.asset, Storage::hot));
        world.ledger.transfer(World::outside, Storage::hot, id, Storage::hot, exposure.asset, value, Channel::price);
        world.ledger.change_exposure(id, World::outside, exposure.asset, -exposure.principal, Channel::price);
        exposure.principal = exposure.due = Amount{0};
        exposure.settled = 1;
    }
    gather_tokens(world, id);
    EventId const event =
        world.events.add(EventKind::wind_up, {id, {}, {}, {}, world.stored_usd(id, Storage::hot)}, Cause::calm());
    for (std::size_t i = 0; i < world.assets.size(); ++i)
        pay_out_all(world, id, AssetId::of(i), event);
    world.institutions[id.index()].status = Status::halted;
    world.signals[id.index()].outage_until = -1;
}

void Contagion::apply(StepContext& step) const
{
    World& world = step.world;
    for (std::size_t i = 1; i < world.institution_count(); ++i)
        if (world.facts[i].wind_up_step == world.clock.step && !world.failed(InstitutionId::of(i)))
            wind_up(world, InstitutionId::of(i));
    bool const somebody = test_all(world);
    if (!parameters_.spreads)
        return;
    ClearingHouse house{world, *parameters_.clearing};
    if (!house.has_work())
        return;
    house.write_provisions();
    if (!somebody)
        house.pay();
}

}  // namespace stampede
