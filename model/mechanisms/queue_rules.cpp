#include "model/mechanisms/queue_rules.hpp"

#include <algorithm>

namespace stampede {
namespace {

/// Hot storage counts as empty when it could pay less than this part of the queue: repayments trickle in for weeks.
constexpr double trickle = 0.01;

/// Part of the queue that hot storage could pay [USD].
double payable_now(World const& world, InstitutionId venue)
{
    double sum = 0;
    for (std::size_t i = 0; i < world.assets.size(); ++i) {
        AssetId const asset = AssetId::of(i);
        sum += world.usd(
            asset, std::min(world.queues[venue.index()][i].total(), world.ledger.stored(venue, asset, Storage::hot)));
    }
    return sum;
}

/// What rounding leaves unpaid of a budget: up to a smallest unit of each asset that is waited for [USD].
double rounded_away(World const& world, InstitutionId venue)
{
    double sum = 0;
    for (std::size_t i = 0; i < world.assets.size(); ++i)
        if (world.queues[venue.index()][i].total() > Amount{0})
            sum += world.usd(AssetId::of(i), Amount{1});
    return sum;
}

}  // namespace

void report_dropped(World& world, Happening const& what, Ask const& left)
{
    bool const ended_unpaid = left.amount.value() == 0 && left.asked.value() == 0;
    if (what.amount.value() > 0)
        world.events.add(ended_unpaid ? EventKind::request_void : EventKind::request_dropped, what, Cause{left.event});
}

void note_payable(World& world, InstitutionId venue, Gate const& gate)
{
    VenueSignals& signal = world.signals[venue.index()];
    double const share = gate.payable_share();
    if (share < Gate::unbounded)
        signal.payable_left = std::max(0.0, share * signal.claims_at_start - signal.paid_total);
}

void judge_gate(World& world, InstitutionId venue, Gate const& gate)
{
    VenueSignals& signal = world.signals[venue.index()];
    Institution& institution = world.institutions[venue.index()];
    double const claims = world.claims_usd(venue), clients = world.client_claims_usd(venue);
    double const queued = world.queued_usd(venue);
    bool const dry = queued > 0 && payable_now(world, venue) < trickle * queued;
    if (!dry)
        signal.dry_since = -1;
    else if (signal.dry_since < 0)
        signal.dry_since = world.clock.step;

    if (institution.status == Status::gated && world.clock.step >= signal.gate_until) {
        institution.status = Status::active;
        signal.gate_event =
            world.events.add(EventKind::gate_opened, {venue, {}, {}, {}, queued}, Cause{signal.gate_event});
    }
    if (institution.status != Status::active)
        return;
    double const rest = signal.claims_at_start > 0 ? rounded_away(world, venue) / signal.claims_at_start : 0;
    GateQuestion const question{
        claims > 0 ? world.payable_usd(venue, Duration{86400}) / claims : 1, signal.outflow_share,
        clients > 0 ? queued / clients : 0, signal.paid_share() + rest,
        Duration{dry ? static_cast<double>(world.clock.step - signal.dry_since) * world.clock.dt() : 0}};
    if (!gate.shuts(question))
        return;
    institution.status = Status::gated;
    double const steps = gate.duration().value() / world.clock.dt();
    signal.gate_until =
        steps < 1e15 ? world.clock.step + std::max<std::int64_t>(1, round_to_integer(steps)) : std::int64_t{1} << 60U;
    signal.gate_event =
        world.events.add(EventKind::gate_closed, {venue, {}, {}, {}, queued}, Cause{signal.queue_event});
}

void age_queue(World& world, InstitutionId venue, AssetId asset, Duration normal_delay, EventKind refused)
{
    std::int64_t const delay = world.clock.steps_in(normal_delay);
    WithdrawalQueue& queue = world.queues[venue.index()][asset.index()];
    for (std::size_t const late : queue.age(static_cast<std::int32_t>(world.clock.step - delay))) {
        Ask const& ask = queue[late];
        world.signals[venue.index()].queue_event = world.events.add(
            refused, {venue, asset, ask.claim, ask.amount, world.usd(asset, ask.amount)}, Cause{ask.event});
    }
}

double budget(World& world, InstitutionId venue, WithdrawalLimit const& processing, WithdrawalLimit const& limit)
{
    VenueSignals& signal = world.signals[venue.index()];
    if (world.clock.step - signal.window_step >= world.clock.steps_in(Duration{86400}, 1)) {
        signal.window_step = world.clock.step;
        signal.paid_window = 0;
    }
    LimitQuestion const question{world.claims_usd(venue), signal.paid_window, Duration{world.clock.dt()}};
    double const allowed = std::min(processing.payable(question), limit.payable(question));
    return std::min(allowed, signal.payable_left);
}

}  // namespace stampede
