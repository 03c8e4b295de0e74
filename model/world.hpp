#pragma once
// The whole state of a run: plain data. Agents and observers see it as `View`, mechanisms change it.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/assets.hpp"
#include "model/base/columns.hpp"
#include "model/base/draws.hpp"
#include "model/base/id.hpp"
#include "model/base/quantity.hpp"
#include "model/coin_state.hpp"
#include "model/cross_account.hpp"
#include "model/cross_watch.hpp"
#include "model/event.hpp"
#include "model/graphs/institutions.hpp"
#include "model/graphs/social.hpp"
#include "model/intent.hpp"
#include "model/late_orders.hpp"
#include "model/ledger.hpp"
#include "model/market.hpp"
#include "model/news_scale.hpp"
#include "model/perp_market.hpp"
#include "model/pool.hpp"
#include "model/protocol.hpp"
#include "model/queue.hpp"

namespace stampede {

class HaircutRule;

/// Time of a run. Everything physical is in seconds; steps are only how finely it is looked at.
struct Clock {
    std::int64_t step = 0;           ///< the step that is being done
    std::int64_t step_seconds = 60;  ///< [s]
    std::int64_t steps = 0;          ///< steps of the whole run
    std::int64_t start_second = 0;   ///< of the week in UTC at the start, Monday 00:00 = 0 [s]

    [[nodiscard]] double dt() const { return static_cast<double>(step_seconds); }
    [[nodiscard]] double hours(std::int64_t at) const { return static_cast<double>(at) * dt() / 3600; }
    /// Second of the week in UTC at the beginning of a step, Monday 00:00 = 0 [s].
    [[nodiscard]] std::int64_t week_second(std::int64_t at) const
    {
        return (start_second + at * step_seconds) % (7 * 86400);
    }
    [[nodiscard]] double days_per_step() const { return dt() / 86400; }
    /// Steps in a span, at least `least`.
    [[nodiscard]] std::int64_t steps_in(Duration span, std::int64_t least = 0) const;
    /// Steps of a delay or a window: at least one, however long a step is; 0 = there is none.
    [[nodiscard]] std::int64_t steps_of(Duration delay) const { return steps_in(delay, delay > Duration{0} ? 1 : 0); }
    /// Share that is left of something that decays with this time constant; 0 at once if the constant is 0.
    [[nodiscard]] double kept(Duration time_constant) const;
};

/// What everyone can see of a venue, and the windows behind it. One row per institution.
struct VenueSignals {
    double news = 0;                 ///< level in [0, 1], decaying
    double overdue_share = 0;        ///< overdue queue / claims
    double outflow_share = 0;        ///< asked in 24 h / claims 24 h ago
    double token_drawdown = 0;       ///< of the venue's token from its 7-day high
    double peg_deviation = 0;        ///< of coins it depends on
    double token_caused = 0;         ///< part of `token_drawdown` that `token_event` and its like brought about [1]
    double peg_caused = 0;           ///< the same of `peg_deviation` and `peg_event` [1]
    double coverage = 0;             ///< believed: payable within 24 h / claims, at most 1
    double coverage_at_start = 0;    ///< the same before the first step
    double alarm = 0;                ///< in [0, 1]: how much it is talked about
    std::int64_t gate_until = 0;     ///< first step in which withdrawals are paid again
    std::int64_t dry_since = -1;     ///< step since which hot storage is empty with a queue, -1 = it is not
    std::int64_t outage_until = -1;  ///< halted by an outage up to this step, -1 = by none
    std::int8_t holds_orders = 0;    ///< 1: orders sent in the outage wait for its end
    EventId news_event = calm_root, queue_event = calm_root, gate_event = calm_root, token_event = calm_root,
            peg_event = calm_root, ask_event = calm_root;
    EventId coverage_event = calm_root;  ///< last thing other than a payment that lowered what it can pay
    EventId failure_event = calm_root, provision_event = calm_root, missed_event = calm_root;
    std::int8_t tested = 0;        ///< 1: a disclosure has shown the true equity
    std::int8_t cleared = 0;       ///< 1: failed and its clearing is done
    std::int64_t provision = 0;    ///< of what it owes clients and the outside: found lost by clearing [1e-6 USD]
    double reassured = 0;          ///< part of `news` taken off by announcements that may prove false
    double peg_assured = 0;        ///< part of `peg_deviation` that announcements took off [1]
    double backstop = 0;           ///< promised by a guarantor [USD]
    double placed_high = 0;        ///< largest placements so far [USD]
    double claims_at_start = 0;    ///< [USD]
    double paid_total = 0;         ///< since the start [USD]
    double payable_left = 1e300;   ///< what a suspension leaves to be paid [USD]
    double paid_window = 0;        ///< paid since the window of the venue limit began [USD]
    std::int64_t window_step = 0;  ///< first step of that window

    /// Paid since the start / claims at the start [1].
    [[nodiscard]] double paid_share() const { return claims_at_start > 0 ? paid_total / claims_at_start : 0; }

    static void members(auto&& member)
    {
        member("news", &VenueSignals::news);
        member("overdue_share", &VenueSignals::overdue_share);
        member("outflow_share", &VenueSignals::outflow_share);
        member("token_drawdown", &VenueSignals::token_drawdown);
        member("peg_deviation", &VenueSignals::peg_deviation);
        member("token_caused", &VenueSignals::token_caused);
        member("peg_caused", &VenueSignals::peg_caused);
        member("coverage", &VenueSignals::coverage);
        member("coverage_at_start", &VenueSignals::coverage_at_start);
        member("alarm", &VenueSignals::alarm);
        member("gate_until", &VenueSignals::gate_until);
        member("dry_since", &VenueSignals::dry_since);
        member("outage_until", &VenueSignals::outage_until);
        member("holds_orders", &VenueSignals::holds_orders);
        member("news_event", &VenueSignals::news_event);
        member("queue_event", &VenueSignals::queue_event);
        member("gate_event", &VenueSignals::gate_event);
        member("token_event", &VenueSignals::token_event);
        member("peg_event", &VenueSignals::peg_event);
        member("coverage_event", &VenueSignals::coverage_event);
        member("ask_event", &VenueSignals::ask_event);
        member("tested", &VenueSignals::tested);
        member("cleared", &VenueSignals::cleared);
        member("provision", &VenueSignals::provision);
        member("failure_event", &VenueSignals::failure_event);
        member("provision_event", &VenueSignals::provision_event);
        member("missed_event", &VenueSignals::missed_event);
        member("reassured", &VenueSignals::reassured);
        member("peg_assured", &VenueSignals::peg_assured);
        member("backstop", &VenueSignals::backstop);
        member("placed_high", &VenueSignals::placed_high);
        member("claims_at_start", &VenueSignals::claims_at_start);
        member("paid_total", &VenueSignals::paid_total);
        member("payable_left", &VenueSignals::payable_left);
        member("paid_window", &VenueSignals::paid_window);
        member("window_step", &VenueSignals::window_step);
    }
};

/// Facts of an institution that are configuration, not state.
struct InstitutionFacts {
    AssetId token;                  ///< its own token, if any
    bool residual_claims = false;   ///< claims are shares of what is left (Diamond-Dybvig, funds)
    bool marked_to_market = false;  ///< true equity is tested each step
    bool discloses = true;          ///< its coverage can be seen at any time
    Duration cold_lag{0};           ///< cold to hot storage [s]
    Duration grace{0};              ///< unpaid for so long = failed; 0 = never for illiquidity [s]
    std::int64_t wind_up_step = -1;
    std::vector<std::uint8_t> redeemers;  ///< per class: 1 = may redeem and mint its coin; empty = everyone may
    std::vector<double> haircuts;         ///< per asset: agreed, on collateral of margin; < 0 = not accepted [1]
    std::shared_ptr<HaircutRule const> haircut_rule;  ///< what makes of them the present ones; null = nothing
    double hidden_share = 0;  ///< of its placements' book value that is already lost and not disclosed [1]
};

/// Tokens on their way into hot storage.
struct Transit {
    InstitutionId to;
    AssetId asset;
    Amount amount;
    std::int64_t arrival = 0;  ///< step

    static void members(auto&& member)
    {
        member("to", &Transit::to);
        member("asset", &Transit::asset);
        member("amount", &Transit::amount);
        member("arrival", &Transit::arrival);
    }
};

/// Tokens of a wallet on their way to another venue.
struct Onward {
    AccountId wallet, claim;
    Amount amount;
    std::int64_t arrival = 0;  ///< step
    EventId event;

    static void members(auto&& member)
    {
        member("wallet", &Onward::wallet);
        member("claim", &Onward::claim);
        member("amount", &Onward::amount);
        member("arrival", &Onward::arrival);
        member("event", &Onward::event);
    }
};

/// Claims of an institution at a market's venue, through which it trades.
struct HouseAccount {
    InstitutionId owner;
    AccountId base, quote;
};

/// Somebody began to leave a venue in this step, came back, or came from another.
struct Mover {
    PersonId who;
    InstitutionId venue;
    EventId event;
};

/// What has moved a price of late, in logs, what is longer ago counting for less.
struct PriceMoves {
    double by_events = 0;      ///< by orders that somebody had a reason for, and by shocks [1]
    double in_background = 0;  ///< by the path of its value, and by all other orders [1]
    EventId fall = calm_root;  ///< last event that lowered it

    /// Adds a move. @param caused  part of it that events brought about [1]
    void add(double log_move, double caused, EventId event);
    void fade(double kept);
    /// Part of a fall that events brought about [1].
    [[nodiscard]] double caused() const;

    static void members(auto&& member)
    {
        member("by_events", &PriceMoves::by_events);
        member("in_background", &PriceMoves::in_background);
        member("fall", &PriceMoves::fall);
    }
};

/// Cumulative or momentary values kept for every step, from which windows are read.
struct History {
    Column<Column<double>> asked;   ///< per institution: USD asked up to each step, cumulative
    Column<Column<double>> claims;  ///< per institution: claims of populations at each step [USD]
    Column<Column<double>> price;   ///< per asset: at each step [USD/coin]
    void columns(ColumnVisitor& column);
};

class World {
  public:
    Clock clock;
    Draws draws;
    unsigned threads = 1;
    bool audits = false;
    bool lazy = true;  ///< false: everyone looks whenever it is time, the slow reference of the same results

    std::vector<Asset> assets;
    InstitutionGraph institutions;
    std::vector<InstitutionFacts> facts;  // per institution
    Column<VenueSignals> signals;         // per institution
    SocialGraph social;
    Ledger ledger;
    Column<CoinState> coins;  // those that have an issuer
    std::vector<Market> markets;
    std::vector<PerpMarket> perps;  // contract i of the ledger is perps[i]
    std::vector<Pool> pools;
    std::vector<Protocol> protocols;
    std::vector<CrossAccount> crosses;          // per CrossId
    std::map<AccountId, CrossId> cross_behind;  // of the accounts that they draw on
    CrossWatch cross_watch;
    Column<MovingHaircut> haircuts;  // by venue and asset; those not here are as agreed
    Column<TreasuryHedge> hedges;
    std::vector<std::vector<HouseAccount>> houses;  // per spot market
    Column<Column<WithdrawalQueue>> queues;         // per institution, per asset
    Column<Transit> transits;
    Column<Onward> onward;
    Column<HouseOrder> house_orders;        // for the next trade phase; those of agents come on top in their step
    Column<HouseSwap> house_swaps;          // the same in pools
    std::vector<RemovalWish> removals;      // of shocks, for the trade phase of this step
    LateOrders late_orders;                 // sent and not arrived
    std::vector<WithdrawalWish> requests;   // of shocks, for the settle phase of this step
    Column<Column<ChannelWeight>> movers;   // per asset: who moved its price in this step
    Column<EventId> pressed;                // per asset: last event that pressed on its price in this step
    Column<PriceMoves> moves;               // per asset
    std::vector<Mover> leavers, returners;  // of this step
    Column<InstitutionId> home;             // per person: the venue whose client it is
    Column<std::uint8_t> away;              // per person: 1 = asked to leave its venue and has not come back
    Column<std::uint32_t> members, gone;    // per institution: its clients, past ones too; who is away or moved on
    History history;
    Events events;
    Column<double> income;  // per institution: income so far [USD]
    NewsScale news_scale;
    Duration coverage_horizon{86400};  // believed coverage counts what can be paid within this time [s]

    /// Share of the people of a venue, but for one, who have left it: what a complete graph lets everyone hear [1].
    [[nodiscard]] double gone_share(InstitutionId venue) const
    {
        std::uint32_t const others = members[venue.index()] > 1 ? members[venue.index()] - 1 : 1;
        return static_cast<double>(gone[venue.index()]) / others;
    }

    /// The rest of the world: vertex 0.
    static constexpr InstitutionId outside{0};

    [[nodiscard]] std::size_t institution_count() const { return boost::num_vertices(institutions); }
    /// @throws InputError naming the unknown
    [[nodiscard]] InstitutionId institution(std::string_view name) const;
    [[nodiscard]] AssetId asset(std::string_view name) const;
    [[nodiscard]] PerpId perp(std::string_view name) const;
    [[nodiscard]] PoolId pool(std::string_view name) const;
    [[nodiscard]] ProtocolId protocol(std::string_view name) const;
    [[nodiscard]] Price price(AssetId id) const { return ledger.price(id); }
    /// Value of an amount in whole dollars, for signals and records (never for money itself).
    [[nodiscard]] double usd(AssetId id, Amount amount) const
    {
        return static_cast<double>(amount.value()) / assets[id.index()].unit * ledger.price(id).value();
    }
    /// Smallest units that are worth `usd`, rounded down.
    [[nodiscard]] Amount units_worth(AssetId id, double usd) const;
    [[nodiscard]] bool active(InstitutionId id) const { return institutions[id.index()].status == Status::active; }
    [[nodiscard]] bool failed(InstitutionId id) const { return institutions[id.index()].status == Status::failed; }
    /// Has its wind-up paid everything out? An outage halts, too, but ends.
    [[nodiscard]] bool wound_up(InstitutionId id) const
    {
        return institutions[id.index()].status == Status::halted && signals[id.index()].outage_until < 0;
    }
    [[nodiscard]] bool is_of_institution(AccountId account) const
    {
        return ledger.owner_class(account).index() < institution_count();
    }
    /// Is it an account of somebody of a population? Those of institutions and of passive makers are not.
    [[nodiscard]] bool is_client(AccountId account) const
    {
        return ledger.owner_class(account).index() > institution_count();
    }
    /// What a venue takes off an asset that it accepts as collateral, now [1].
    [[nodiscard]] double haircut(InstitutionId venue, AssetId asset) const;
    /// The coin of an issuer, or of an asset; null if there is none.
    [[nodiscard]] CoinState const* coin_of(InstitutionId issuer) const;
    [[nodiscard]] CoinState const* coin_of(AssetId coin) const;
    /// May a class redeem the coin of an issuer, and have it minted?
    [[nodiscard]] bool may_redeem(ClassId who, InstitutionId issuer) const;
    /// What an issuer owes the holders of its coins [USD].
    [[nodiscard]] double coins_usd(InstitutionId issuer) const;
    [[nodiscard]] bool frozen(Exposure const& exposure) const { return exposure.frozen_until > clock.step; }

    /// Sums over assets [USD].
    [[nodiscard]] double claims_usd(InstitutionId on) const;
    /// Part of the claims that belongs to populations, who may run; not to institutions and passive makers.
    [[nodiscard]] double client_claims_usd(InstitutionId on) const;
    [[nodiscard]] double stored_usd(InstitutionId where, Storage storage) const;
    [[nodiscard]] double queued_usd(InstitutionId at) const;
    [[nodiscard]] double overdue_usd(InstitutionId at) const;
    /// What it could turn into cash within `horizon`: storage, placements after haircut, an issuer's margin [USD].
    [[nodiscard]] double payable_usd(InstitutionId by, Duration horizon) const;
    /// Coverage as it can be shown: payable within the horizon, with what a guarantor promised / claims, at most 1.
    [[nodiscard]] double shown_coverage(InstitutionId by) const;
    /// Holdings, own claims and exposures less claims and debts [1e-6 USD]; hidden losses as the books show them.
    [[nodiscard]] MicroUsd disclosed_equity(InstitutionId id) const;
    /// As above with hidden losses taken off.
    [[nodiscard]] MicroUsd true_equity(InstitutionId id) const;

    /// Saves or restores all state (configuration stays as built).
    void columns(ColumnVisitor& column);
};

/// What agents and observers see: the frozen state.
using View = World const;

}  // namespace stampede
