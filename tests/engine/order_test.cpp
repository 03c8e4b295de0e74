// Order cannot matter: who wished first is forgotten before anything happens, and if it were not, nobody would be
// served otherwise for it; and a tighter limit never pays more.

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <tuple>

#include "tests/engine/changed_rules.hpp"
#include "tests/engine/random_world.hpp"
#include "tests/engine/wish_shuffler.hpp"
#include "tests/support/property.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

/// In how many worlds a list of wishes had more than one at once, in how many steps it stayed in no order, and how
/// often a rule paid less than none would.
struct Counters {
    std::map<std::string, int> shuffled, left_mixed;
    std::map<std::string, int> bound;
    int compared = 0, tighter_pays_less = 0, rounded_otherwise = 0;
};

/// Steps from which a world goes on under other rules as well: one by luck, and two in which somebody waits for money;
/// and three more in which the sequence alone is another, while vaults are liquidated or repaid.
class Branchings {
  public:
    explicit Branchings(WorldCase const& world) : number_{world.number} {}

    [[nodiscard]] bool at(View& world)
    {
        auto const step = static_cast<std::uint64_t>(world.clock.step);
        bool const any = world.clock.step == static_cast<std::int64_t>(luck_.uniform("any", number_) * 200);
        if (!any && (left_ == 0 || !waiting(world) || luck_.uniform("busy", number_, step) >= 0.1))
            return false;
        left_ -= any ? 0 : 1;
        return true;
    }

    [[nodiscard]] bool at_vaults(Intents const& last)
    {
        bool const many = last.liquidations.size() > 1 || last.repayments.size() > 1;
        vaults_left_ -= many ? 1 : 0;
        return many && vaults_left_ >= 0;
    }

  private:
    [[nodiscard]] static bool waiting(View& world)
    {
        return std::any_of(world.queues.begin(), world.queues.end(), [](auto const& of_venue) {
            return std::any_of(of_venue.begin(), of_venue.end(),
                               [](WithdrawalQueue const& queue) { return queue.total() > Amount{0}; });
        });
    }

    std::uint64_t number_;
    Draws luck_{6, 0};
    int left_ = 2, vaults_left_ = 3;
};

/// Nobody pays more in `tight` than in `loose`. @return the institutions that pay less
std::vector<std::size_t> paying_less(std::vector<double> const& before, View& tight, View& loose)
{
    std::vector<double> const least = paid(tight), most = paid(loose);
    std::vector<std::size_t> less;
    for (std::size_t i = 0; i < before.size(); ++i) {
        RC_ASSERT(least[i] - before[i] <= most[i] - before[i] + 1e-14 * most[i]);  // rounding of sums that large
        if (least[i] < most[i] * (1 - 1e-12))
            less.push_back(i);
    }
    return less;
}

std::vector<double> mids(View& world)
{
    std::vector<double> all;
    for (Market const& market : world.markets)
        all.push_back(market.mid);
    for (PerpMarket const& market : world.perps)
        all.push_back(market.mid);
    return all;
}

std::vector<Ask> waiting_asks(View& world)
{
    std::vector<Ask> asks;
    for (auto const& of_institution : world.queues)
        for (WithdrawalQueue const& queue : of_institution)
            for (std::size_t i = queue.front(); i < queue.size(); ++i)
                asks.push_back(queue[i]);
    return asks;
}

/// Requests that may be paid in part, by the accounts they take from and pay to.
std::map<AccountId, std::int64_t> requests_of(Ledger const& ledger, std::vector<Ask> const& asks, Intents const& wishes)
{
    std::map<AccountId, std::int64_t> requests;
    auto const add = [&](AccountId from, AccountId to) {
        ++requests[from];
        if (to.valid())
            ++requests[to];
    };
    for (Ask const& ask : asks)
        add(ask.claim, ledger.is_wallet(ask.claim) ? ask.then : ledger.wallet_of(ask.claim));
    for (WithdrawalWish const& wish : wishes.withdrawals)
        add(wish.claim, ledger.wallet_of(wish.claim));
    for (RedemptionWish const& wish : wishes.redemptions)
        add(wish.coins, wish.money);
    for (MintWish const& wish : wishes.mints)
        add(wish.money, wish.coins);
    return requests;
}

/// By account what `value` says of it; accounts that the step has opened, which have other numbers in another sequence,
/// by their owner instead.
template <class Value>
std::map<std::tuple<AccountId, ClassId, PersonId, InstitutionId, AssetId>, std::int64_t> by_account(
    Ledger const& ledger, std::size_t before, Value&& value)
{
    std::map<std::tuple<AccountId, ClassId, PersonId, InstitutionId, AssetId>, std::int64_t> sums;
    for (std::size_t i = 0; i < ledger.accounts(); ++i) {
        AccountId const account = AccountId::of(i);
        sums[{i < before ? account : AccountId{}, ledger.owner_class(account), ledger.owner(account),
              ledger.institution(account), ledger.asset(account)}] += value(account);
    }
    return sums;
}

/// Does the same step again with every list of wishes in a sequence made by luck, and leaves it so: whoever is served
/// first because he stands first is served otherwise then. Where a budget is shared, a request gets its share rounded
/// down or up by one unit, and its fee is rounded once more: two units for each request. All else is equal.
void compare_sequences(LoadedExperiment& loaded, WorldCase const& world, ColumnStore const& state, Counters& counters)
{
    // Congestion puts all wishes in order again, where it has something to hold back.
    auto const prompt = [](Experiment& other) { other.mechanisms.congestion = {}; };
    auto const sorted = branched(loaded, world.number, state, prompt);
    auto const mixed = branched(loaded, world.number, state, prompt);
    std::map<std::string, std::size_t> longest;
    mixed->act_first(std::make_unique<WishShuffler>(longest, WishShuffler::Then::leave));
    bool const puts_in_order =
        !sorted->world().late_orders.empty() ||
        std::ranges::any_of(sorted->world().signals, [](VenueSignals const& each) { return each.holds_orders != 0; });
    std::size_t const before = sorted->world().ledger.accounts();
    std::vector<Ask> const asks = waiting_asks(sorted->world());
    sorted->step();
    mixed->step();
    Ledger const &one = sorted->world().ledger, &other = mixed->world().ledger;
    auto const requests = requests_of(one, asks, sorted->wishes());
    auto const allowed = by_account(one, before, [&](AccountId account) {
        auto const own = requests.find(account);
        return own == requests.end() ? 0 : 2 * own->second;
    });
    auto const balances = by_account(one, before, [&](AccountId account) { return one.balance(account).value(); });
    auto const others = by_account(other, before, [&](AccountId account) { return other.balance(account).value(); });
    RC_ASSERT(balances.size() == others.size());
    for (auto const& [account, balance] : balances) {
        RC_ASSERT(std::abs(balance - others.at(account)) <= allowed.at(account));
        counters.rounded_otherwise += balance != others.at(account) ? 1 : 0;
    }
    std::vector<double> const prices = mids(sorted->world()), prices_then = mids(mixed->world());
    for (std::size_t i = 0; i < prices.size(); ++i)
        RC_ASSERT(std::abs(prices[i] - prices_then[i]) <= 1e-12 * prices[i]);
    for (auto const& [list, length] : longest)
        counters.left_mixed[list] += length > 1 && !puts_in_order ? 1 : 0;
}

/// Does a step of the run, and the same with each limit lifted and tightened.
void compare_limits(LoadedExperiment& loaded, Simulation& run, WorldCase const& world, Counters& counters)
{
    ColumnStore const state = saved(run);
    std::vector<double> const before = paid(run.world());
    compare_sequences(loaded, world, state, counters);
    double const part = Draws{7, 0}.uniform("part", world.number, static_cast<std::uint64_t>(run.world().clock.step));
    run.step();
    Experiment own = loaded.experiment();
    for (Limits const which : all_limits) {
        auto const lifted = next_step(loaded, world.number, state, [&](Experiment& other) {
            change_limits(which, other.mechanisms, [](auto& rule) { lift(rule); });
        });
        auto const tight = next_step(loaded, world.number, state, [&](Experiment& other) {
            change_limits(which, other.mechanisms, [&](auto& rule) { tighten(rule, part); });
        });
        std::vector<std::string> names;
        change_limits(which, own.mechanisms,
                      [&](auto& rule) { names.push_back(fmt::format("{} {}", rule.family(), rule.kind())); });
        for (std::size_t const institution : paying_less(before, run.world(), lifted->world()))
            ++counters.bound[names.at(run.world().coin_of(InstitutionId::of(institution)) == nullptr ? 0 : 1)];
        counters.tighter_pays_less += paying_less(before, tight->world(), run.world()).empty() ? 0 : 1;
        ++counters.compared;
    }
    auto const free =
        next_step(loaded, world.number, state, [](Experiment& other) { lift(other.mechanisms.withdrawals.rules.fee); });
    if (saved(*free) != saved(run))
        ++counters.bound[fmt::format("exit fee {}", own.mechanisms.withdrawals.rules.fee.kind())];
    auto const unbound = next_step(loaded, world.number, state, [](Experiment& other) {
        for (auto& [name, market] : other.world.markets)
            if (market.breaker.kind() == "band")
                lift(market.breaker);
    });
    if (mids(unbound->world()) != mids(run.world()))
        ++counters.bound["circuit breaker band"];
}

std::string first_difference(ColumnStore const& one, ColumnStore const& other)
{
    for (std::string const& path : one.paths())
        if (!one.same(path, other))
            return path;
    return "";
}

/// One of the worlds as it is and with all wishes shuffled, and from some of its steps with other limits.
void run_world(WorldCase const& world, Counters& counters)
{
    RC_LOG() << random_world(world) << "\n";
    LoadedExperiment loaded = loaded_world(world);
    auto const run = build(loaded.experiment(), RunOptions{world.number}, {});
    auto const shuffled = build(loaded.experiment(), RunOptions{world.number}, {});
    std::map<std::string, std::size_t> longest;
    shuffled->act_first(std::make_unique<WishShuffler>(longest));
    Branchings branchings{world};
    while (!run->done()) {
        if (branchings.at(run->world()))
            compare_limits(loaded, *run, world, counters);
        else {
            if (branchings.at_vaults(run->wishes()))
                compare_sequences(loaded, world, saved(*run), counters);
            run->step();
        }
        shuffled->step();
        RC_LOG() << "step " << run->world().clock.step << "\n";
        RC_ASSERT(run->world().events.size() == shuffled->world().events.size());
    }
    RC_ASSERT(first_difference(saved(*run), saved(*shuffled)) == std::string{});
    for (auto const& [list, length] : longest)
        counters.shuffled[list] += length > 1 ? 1 : 0;
}

/// Every entry of a roster but the first, which does nothing, made a difference.
template <class Base>
void expect_bound(Counters& counters)
{
    for (auto const& entry : roster<Base>().entries()) {
        int const bound = counters.bound[fmt::format("{} {}", roster<Base>().family(), entry.name)];
        INFO(roster<Base>().family() << " " << entry.name << " made a difference in " << bound << " steps");
        CHECK((bound > 0) == (entry.name != roster<Base>().entries().front().name));
    }
}

}  // namespace

TEST_CASE("in random worlds neither the order of wishes matters, nor does a tighter limit ever pay more",
          "[engine][property][order]")
{
    Counters counters;
    for_all(random_worlds, [&] { run_world(*any_world(), counters); });
    for (auto const& [list, worlds] : counters.shuffled) {
        INFO(list << " had something to shuffle in " << worlds << " worlds");
        CHECK((worlds >= 20 || list == "house_swaps"));  // no agent swaps for an institution
    }
    for (auto const& [list, steps] : counters.left_mixed) {
        INFO(list << " was left in no order in " << steps << " steps");
        CHECK((steps >= 5 || list == "house_swaps"));
    }
    expect_bound<WithdrawalLimit>(counters);
    expect_bound<UserLimit>(counters);
    expect_bound<ExitFee>(counters);
    INFO("circuit breaker band made a difference in " << counters.bound["circuit breaker band"] << " steps");
    CHECK(counters.bound["circuit breaker band"] > 0);
    CAPTURE(counters.compared, counters.tighter_pays_less, counters.rounded_otherwise);
    CHECK(counters.compared >= 3 * 200);
    CHECK(counters.tighter_pays_less >= 200);
}
