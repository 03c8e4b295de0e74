#include "model/mechanisms/pool_trading.hpp"

#include <algorithm>
#include <tuple>
#include <vector>

#include "model/pool_quotes.hpp"

namespace stampede {
namespace {

/// The swaps and removals of one pool in one step.
class PoolBatch {
  public:
    PoolBatch(StepContext& step, PoolId id) : world_{step.world}, wishes_{step.wishes}, id_{id} {}

    void run()
    {
        pool().last = {};
        gather();
        if (turns_.empty())
            return;
        inflow_.assign(pool().coins.size(), {});
        for (Turn const& turn : turns_)
            if (turn.kind == Turn::swap)
                do_swap(wishes_.swaps[turn.index]);
            else if (turn.kind == Turn::house)
                do_swap(wishes_.house_swaps[turn.index]);
            else
                remove(wishes_.removals[turn.index]);
        report_movers();
    }

  private:
    /// Somebody's turn, by luck.
    struct Turn {
        enum Kind : std::uint8_t { swap, house, removal };
        std::uint64_t luck;
        Kind kind;
        std::size_t index;
        auto operator<=>(Turn const&) const = default;
    };
    /// Coins that came in (or went out, if below 0) by one wish.
    struct Flow {
        Channel channel;
        Amount amount;
    };

    Pool& pool() { return world_.pools[id_.index()]; }

    void take_turn(Turn::Kind kind, std::size_t index, std::uint64_t who)
    {
        auto const step = static_cast<std::uint64_t>(world_.clock.step);
        turns_.push_back({world_.draws.bits("pool/turn", who, step * 1024 + id_.index()), kind, index});
    }

    /// Wishes stand in the order of their accounts, so ties end the same whoever wished first.
    void gather()
    {
        for (std::size_t i = 0; i < wishes_.swaps.size(); ++i)
            if (wishes_.swaps[i].pool == id_)
                take_turn(Turn::swap, i, wishes_.swaps[i].give.value());
        for (std::size_t i = 0; i < wishes_.house_swaps.size(); ++i)
            if (wishes_.house_swaps[i].pool == id_)
                take_turn(Turn::house, i, (std::uint64_t{1} << 40U) + wishes_.house_swaps[i].owner.value());
        for (std::size_t i = 0; i < wishes_.removals.size(); ++i)
            if (wishes_.removals[i].pool == id_)
                take_turn(Turn::removal, i, wishes_.removals[i].shares.value());
        std::sort(turns_.begin(), turns_.end());
    }

    void do_swap(SwapWish const& wish)
    {
        Ledger& ledger = world_.ledger;
        AssetId const in = ledger.asset(wish.give), out = ledger.asset(wish.take);
        Amount const given = std::min(wish.amount, ledger.balance(wish.give));
        Amount const paid = agreed(in, out, given, wish.least, given == wish.amount);
        if (paid.value() == 0)
            return;
        ledger.take_from_wallet(wish.give, pool().id, Storage::hot, given, wish.channel);
        ledger.pay_wallet(pool().id, Storage::hot, wish.take, paid, wish.channel);
        done(in, out, given, paid, wish.channel, wish.give, wish.cause);
    }

    void do_swap(HouseSwap const& wish)
    {
        Ledger& ledger = world_.ledger;
        if (world_.failed(wish.owner))
            return;
        Amount const given = std::min(wish.amount, ledger.stored(wish.owner, wish.give, Storage::hot));
        Amount const paid = agreed(wish.give, wish.take, given, wish.least, given == wish.amount);
        if (paid.value() == 0)
            return;
        ledger.transfer(wish.owner, Storage::hot, pool().id, Storage::hot, wish.give, given, wish.channel);
        ledger.transfer(pool().id, Storage::hot, wish.owner, Storage::hot, wish.take, paid, wish.channel);
        done(wish.give, wish.take, given, paid, wish.channel, {}, Cause{wish.cause});
    }

    /// What the pool pays, 0 if it does not come about.
    Amount agreed(AssetId in, AssetId out, Amount given, Amount least, bool covered)
    {
        Amount const paid = given.value() > 0 && covered
                                ? swap_output(world_, pool(), coin_of(pool(), in), coin_of(pool(), out), given)
                                : Amount{0};
        if (paid.value() > 0 && paid >= least)
            return paid;
        ++pool().last.refused;
        return Amount{0};
    }

    void done(AssetId in, AssetId out, Amount given, Amount paid, Channel channel, AccountId who, Cause const& cause)
    {
        inflow_[coin_of(pool(), in)].push_back({channel, given});
        inflow_[coin_of(pool(), out)].push_back({channel, -paid});
        pool().last.volume_usd += world_.usd(in, given);
        ++pool().last.swaps;
        report(in, given, channel, who, world_.usd(out, paid), cause);
        if (in != pool().coins[pool().quote])
            note_pressure(in, channel);
    }

    void report(AssetId asset, Amount amount, Channel channel, AccountId who, double usd, Cause const& cause)
    {
        if (channel != Channel::price)  // background flow is in the series, not in the log
            pool().last_event = world_.events.add(EventKind::sale, {pool().id, asset, who, amount, usd}, cause);
    }

    void remove(RemovalWish const& wish)
    {
        Amount const burned = std::min(wish.amount, world_.ledger.balance(wish.shares));
        bool const last = burned == world_.ledger.claims(pool().id, pool().share);
        if (burned.value() == 0)
            return;
        if (last && wish.wallets.size() == 1) {  // nobody would own the other coins
            ++pool().last.refused;
            return;
        }
        std::vector<Amount> paid(pool().coins.size());
        if (wish.wallets.size() == 1) {
            std::size_t const coin = coin_of(pool(), world_.ledger.asset(wish.wallets.front()));
            paid[coin] = removal_output(world_, pool(), burned, coin);
            if (paid[coin] < wish.least || paid[coin].value() == 0) {
                ++pool().last.refused;
                return;
            }
        }
        else {
            PoolState const state = state_of(world_, pool());
            Balances const parts = coins_for(state, in_pool_units(world_, pool().share, burned));
            for (std::size_t i = 0; i < paid.size(); ++i)
                paid[i] = from_pool_units(world_, pool().coins[i], parts[i]);
        }
        world_.ledger.cut_claim(wish.shares, burned, wish.channel);
        double usd = 0;
        for (AccountId const wallet : wish.wallets) {
            std::size_t const coin = coin_of(pool(), world_.ledger.asset(wallet));
            world_.ledger.pay_wallet(pool().id, Storage::hot, wallet, paid[coin], wish.channel);
            take_in(wallet, paid[coin], wish.channel);
            usd += world_.usd(pool().coins[coin], paid[coin]);
        }
        report(pool().share, burned, wish.channel, wish.shares, usd, wish.cause);
        if (wish.wallets.size() == 1)
            press(coin_of(pool(), world_.ledger.asset(wish.wallets.front())), paid, usd, wish.channel);
    }

    /// What was just reported presses on the price of a coin.
    void note_pressure(AssetId coin, Channel channel)
    {
        if (channel != Channel::price && pool().marks)
            world_.pressed[coin.index()] = pool().last_event;
    }

    /// Institutions have no wallets: what a removal pays them is in their storage.
    void take_in(AccountId wallet, Amount amount, Channel channel)
    {
        std::size_t const owner = world_.ledger.owner_class(wallet).index();
        if (owner < world_.institution_count())
            world_.ledger.take_from_wallet(wallet, InstitutionId::of(owner), Storage::hot, amount, channel);
    }

    /// A coin taken out alone becomes dearer; if it is the quote coin, all others become cheaper.
    void press(std::size_t coin, std::vector<Amount> const& paid, double usd, Channel channel)
    {
        if (coin != pool().quote) {
            inflow_[coin].push_back({channel, -paid[coin]});
            return;
        }
        for (std::size_t i = 0; i < inflow_.size(); ++i)
            if (i != coin) {
                inflow_[i].push_back({channel, world_.units_worth(pool().coins[i], usd)});
                note_pressure(pool().coins[i], channel);
            }
    }

    /// Whoever moved a coin the way it went as a whole moved its price.
    void report_movers()
    {
        for (std::size_t i = 0; i < inflow_.size(); ++i) {
            if (i == pool().quote || !pool().marks)
                continue;
            Amount net{0};
            for (Flow const& flow : inflow_[i])
                net += flow.amount;
            auto& movers = world_.movers[pool().coins[i].index()];
            for (Flow const& flow : inflow_[i])
                if ((flow.amount > Amount{0}) == (net > Amount{0}))
                    movers.push_back({flow.channel, static_cast<double>(std::max(flow.amount, -flow.amount).value())});
        }
    }

    World& world_;
    Intents const& wishes_;
    PoolId id_;
    std::vector<Turn> turns_;
    std::vector<std::vector<Flow>> inflow_;  // per coin
};

}  // namespace

void PoolTrading::apply(StepContext& step) const
{
    std::vector<HouseSwap>& houses = step.wishes.house_swaps;
    houses.insert(houses.begin(), step.world.house_swaps.begin(), step.world.house_swaps.end());
    std::vector<RemovalWish>& removals = step.wishes.removals;
    removals.insert(removals.begin(), step.world.removals.begin(), step.world.removals.end());
    step.world.house_swaps.clear();
    step.world.removals.clear();
    for (std::size_t i = 0; i < step.world.pools.size(); ++i)
        PoolBatch{step, PoolId::of(i)}.run();
}

}  // namespace stampede
