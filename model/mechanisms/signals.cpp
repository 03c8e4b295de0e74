#include "model/mechanisms/signals.hpp"

#include <algorithm>

#include "model/base/math.hpp"

namespace stampede {

void Signals::Parameters::visit(FieldVisitor& field)
{
    field("news_half_life", news_half_life, positive, "time in which a message loses half its level");
    field("alarm_news", alarm_news, {0, 100}, "1", "weight of the news level in the alarm");
    field("alarm_overdue", alarm_overdue, {0, 100}, "1", "weight of the overdue share of claims in the alarm");
    field("alarm_outflow", alarm_outflow, {0, 100}, "1", "weight of the 24-hour outflow share in the alarm");
    field("alarm_gate", alarm_gate, {0, 100}, "1", "weight of a shut gate in the alarm");
    field("outflow_window", outflow_window, positive, "window of the outflow signal");
    field("token_window", token_window, positive, "window of the high from which a token's drawdown is measured");
    field("coverage_horizon", coverage_horizon, positive, "coverage counts what can be paid within this time");
    field("news_scale", news_scale, "news level of each kind of message, the same in every episode");
}

namespace {

/// Value of a history `steps` before its last entry, or its first.
double back(Column<double> const& history, std::int64_t steps)
{
    auto const last = static_cast<std::int64_t>(history.size()) - 1;
    return history[static_cast<std::size_t>(std::max<std::int64_t>(0, last - steps))];
}

double high_of(Column<double> const& history, std::int64_t steps)
{
    auto const first = history.size() > static_cast<std::size_t>(steps) ? history.end() - steps : history.begin();
    return *std::max_element(first, history.end());
}

/// What took a price down: the latest event that did, and the part of the fall that events like it brought about.
void note_fall(World const& world, AssetId asset, EventId& event, double& caused)
{
    event = world.moves[asset.index()].fall;
    caused = world.moves[asset.index()].caused();
}

/// How far the coins that a venue issued, or owes its clients, lie below par: by their part of what it owes [1]. The
/// cause is that of the coin which weighs most.
void observe_peg(World const& world, InstitutionId venue, VenueSignals& signal)
{
    double below = 0, most = 0;
    double const owed = world.claims_usd(venue);
    for (CoinState const& coin : world.coins) {
        double const par = world.price(coin.par).value();
        double const gap = par > 0 ? std::max(0.0, 1 - world.price(coin.coin).value() / par) : 0;
        bool const own = coin.issuer == venue;
        double const claims = own ? owed : world.usd(coin.coin, world.ledger.claims(venue, coin.coin));
        double const part = own ? gap : claims > 0 ? gap * claims / owed : 0;
        if (own)
            below = most = 0;
        below += part;
        if (part > most) {
            most = part;
            note_fall(world, coin.coin, signal.peg_event, signal.peg_caused);
        }
        if (own)
            break;
    }
    signal.peg_deviation = below * (1 - signal.peg_assured);
}

}  // namespace

void Signals::remember(World& world) const
{
    for (std::size_t i = 0; i < world.institution_count(); ++i)
        world.history.claims[i].push_back(world.client_claims_usd(InstitutionId::of(i)));
    for (std::size_t i = 0; i < world.assets.size(); ++i)
        world.history.price[i].push_back(world.price(AssetId::of(i)).value());
}

void Signals::start(World& world) const
{
    world.history.asked.assign(world.institution_count(), Column<double>{0.0});
    world.history.claims.assign(world.institution_count(), {});
    world.history.price.assign(world.assets.size(), {});
    world.news_scale = parameters_.news_scale;
    world.coverage_horizon = parameters_.coverage_horizon;
    remember(world);
    for (std::size_t i = 1; i < world.institution_count(); ++i) {
        world.signals[i].claims_at_start = world.history.claims[i].front();
        world.signals[i].coverage = world.signals[i].coverage_at_start = world.shown_coverage(InstitutionId::of(i));
    }
}

void Signals::observe_venue(World& world, InstitutionId venue) const
{
    std::size_t const i = venue.index();
    VenueSignals& signal = world.signals[i];
    double const kept = exp(-log(2) * world.clock.dt() / parameters_.news_half_life.value());
    signal.news *= kept;
    signal.reassured *= kept;
    signal.peg_assured *= kept;

    double const claims = world.history.claims[i].back();
    std::int64_t const window = world.clock.steps_in(parameters_.outflow_window, 1);
    double const before = back(world.history.claims[i], window);
    double const asked = world.history.asked[i].back() - back(world.history.asked[i], window);
    signal.outflow_share = before > 0 ? std::min(1.0, asked / before) : 0;
    bool const gated = world.institutions[i].status == Status::gated;
    if (!gated)  // behind a gate new requests are recorded, but do not lengthen the queue that frightens
        signal.overdue_share = claims > 0 ? world.overdue_usd(venue) / claims : 0;
    if (world.facts[i].discloses)
        signal.coverage = world.shown_coverage(venue);
    if (AssetId const token = world.facts[i].token; token.valid()) {
        double const high =
            high_of(world.history.price[token.index()], world.clock.steps_in(parameters_.token_window, 1));
        signal.token_drawdown = high > 0 ? 1 - world.price(token).value() / high : 0;
        note_fall(world, token, signal.token_event, signal.token_caused);
    }
    if (!world.coins.empty())
        observe_peg(world, venue, signal);
    signal.alarm = std::min(1.0, parameters_.alarm_news.value() * signal.news +
                                     parameters_.alarm_overdue.value() * signal.overdue_share +
                                     parameters_.alarm_outflow.value() * signal.outflow_share +
                                     parameters_.alarm_gate.value() * (gated ? 1 : 0));
}

void Signals::apply(StepContext& step) const
{
    World& world = step.world;
    remember(world);
    for (PriceMoves& moves : world.moves)
        moves.fade(world.clock.kept(parameters_.token_window));
    for (std::size_t i = 1; i < world.institution_count(); ++i)
        if (!world.queues[i].empty() && !world.failed(InstitutionId::of(i)))
            observe_venue(world, InstitutionId::of(i));
}

}  // namespace stampede
