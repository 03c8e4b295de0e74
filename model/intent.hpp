#pragma once
// What may be wished. Agents only wish; mechanisms act.

#include <cstdint>
#include <limits>
#include <vector>

#include "model/base/id.hpp"
#include "model/base/quantity.hpp"
#include "model/contract.hpp"
#include "model/event.hpp"
#include "model/losses.hpp"

namespace stampede {

enum class Side : std::uint8_t { buy, sell };
[[nodiscard]] constexpr Side opposite(Side side)
{
    return side == Side::buy ? Side::sell : Side::buy;
}

/// "Pay me out": a claim shall become tokens in a wallet, or a claim at another venue (`then`).
struct WithdrawalWish {
    AccountId claim;
    Amount amount;   ///< [smallest unit of the claim's asset]
    AccountId then;  ///< account at another venue to which the tokens go on arrival; empty = stay in the wallet
    bool leaves;     ///< first request of somebody who now leaves the venue: contacts will hear of it
    Cause cause;
};

/// "Take it back": tokens in the wallet become a claim again.
struct DepositWish {
    AccountId claim;  ///< its wallet pays
    Amount amount;
    bool returns;  ///< first deposit of somebody who had left the venue
    Cause cause;
};

/// "Take the coins back for what they promise": coins in one wallet become par, or the sister token, in another.
struct RedemptionWish {
    AccountId coins;  ///< wallet of the coin
    AccountId money;  ///< wallet that is paid
    Amount amount;    ///< [smallest unit of the coin]
    Cause cause;
};

/// "Issue coins for this": par, or the sister token, in one wallet becomes coins in another.
struct MintWish {
    AccountId money;  ///< wallet that pays
    AccountId coins;  ///< wallet of the coin
    Amount amount;    ///< that is paid [smallest unit of what is paid]
    Cause cause;
};

/// A market order, or a limit order. What is not filled at once is cancelled, unless it rests: in a market with
/// price-time priority it then waits in the book at its limit.
struct Order {
    MarketId market;
    Side side = Side::sell;
    AccountId base, quote;  ///< claims of the owner at the market's venue; empty = opened when the order arrives
    AccountId wallet;       ///< tokens to bring to the venue first; empty = the claim is there
    Amount amount;          ///< [smallest unit of the base asset]
    /// Worst price accepted [quote/base]: highest of a buyer, lowest of a seller.
    double limit = 0;
    Channel channel = Channel::price;  ///< through which the owner's losses and the price move are booked
    Cause cause;
    bool rests = false;

    static constexpr double any_sell_price = 0;
    static constexpr double any_buy_price = std::numeric_limits<double>::infinity();
};

/// Depth offered for this step: evenly spread between two distances from the mid.
struct Band {
    MarketId market;
    Side side = Side::buy;  ///< buy = bids below the mid
    AccountId base, quote;
    double near = 0, far = 0;  ///< distance from mid [log price, or share of mid in a linear market], far > near
    Amount amount;             ///< offered over the whole band [smallest unit of the base asset]
};

/// An order of an institution, which trades through its house accounts and brings what it needs to the venue.
struct HouseOrder {
    InstitutionId owner;
    MarketId market;
    Side side = Side::sell;
    Amount amount;  ///< [smallest unit of the base asset]
    double limit = 0;
    Channel channel = Channel::fire_sale;
    EventId cause;
    std::int8_t rests = 0;  ///< 1: waits in the book if it is not filled at once

    static void members(auto&& member)
    {
        member("owner", &HouseOrder::owner);
        member("market", &HouseOrder::market);
        member("side", &HouseOrder::side);
        member("amount", &HouseOrder::amount);
        member("limit", &HouseOrder::limit);
        member("channel", &HouseOrder::channel);
        member("cause", &HouseOrder::cause);
        member("rests", &HouseOrder::rests);
    }
};

/// An order in a perpetual market. What is not filled at once is cancelled.
struct PerpOrder {
    PerpId market;
    PositionId position;  ///< row of the owner in the market's positions; its account pays the margin
    Side side = Side::sell;
    Units size;            ///< [units of size] > 0
    double limit = 0;      ///< worst price accepted, as in `Order` [quote/base]
    double leverage = 0;   ///< of what is opened: margin = cost / leverage; 0 = the highest allowed [1]
    bool reduces = false;  ///< true: never opens, only makes the position smaller
    Channel channel = Channel::price;
    Cause cause;
};

/// Depth offered in a perpetual market for this step, as `Band` does in a spot market.
struct PerpBand {
    PerpId market;
    PositionId position;
    Side side = Side::buy;
    double near = 0, far = 0;
    Units size;           ///< over the whole band [units of size]
    double leverage = 0;  ///< as in PerpOrder
};

/// Margin to be posted out of the owner's account, or, if negative, to be freed as far as it is not needed.
struct MarginWish {
    PerpId market;
    PositionId position;
    Amount amount;        ///< [settlement asset]
    double leverage = 1;  ///< freeing leaves equity for this leverage at mark [1]
};

/// Coins of a wallet for others out of a pool. What would pay less than `least` is refused as a whole.
struct SwapWish {
    PoolId pool;
    AccountId give, take;  ///< wallets of one owner, in two coins of the pool
    Amount amount;         ///< given [smallest unit of its asset]
    Amount least;          ///< accepted, fee paid [smallest unit of what is taken]
    Channel channel = Channel::price;
    Cause cause;
};

/// The same by an institution, out of its hot storage and into it.
struct HouseSwap {
    InstitutionId owner;
    PoolId pool;
    AssetId give, take;
    Amount amount, least;
    Channel channel = Channel::fire_sale;
    EventId cause;

    static void members(auto&& member)
    {
        member("owner", &HouseSwap::owner);
        member("pool", &HouseSwap::pool);
        member("give", &HouseSwap::give);
        member("take", &HouseSwap::take);
        member("amount", &HouseSwap::amount);
        member("least", &HouseSwap::least);
        member("channel", &HouseSwap::channel);
        member("cause", &HouseSwap::cause);
    }
};

/// Shares in a pool become coins again.
struct RemovalWish {
    PoolId pool;
    AccountId shares;                ///< claim on the pool
    std::vector<AccountId> wallets;  ///< one: everything in its coin; one per coin: in the pool's proportions
    Amount amount;                   ///< [shares' smallest unit]
    Amount least;                    ///< accepted if it is one coin [its smallest unit]
    Channel channel = Channel::price;
    Cause cause;
};

/// "I repay this debt for its collateral": coins of one wallet for collateral into another, if the vault may be
/// liquidated, and no more of it than its protocol allows.
struct LiquidationWish {
    ProtocolId protocol;
    Row vault = 0;
    AccountId pays, takes;  ///< wallets of the keeper: of the coin, of the collateral
    Amount repay;           ///< most that is repaid [smallest unit of the coin]
    Amount gas;             ///< spent if it comes about [same]
    Cause cause;
};

/// A debt to a protocol is repaid by its owner.
struct RepaymentWish {
    ProtocolId protocol;
    Row vault = 0;
    AccountId pays;  ///< wallet of the coin
    Amount amount;
    Cause cause;
};

/// Everything wished in one step, in the order of populations and blocks.
struct Intents {
    std::vector<WithdrawalWish> withdrawals;
    std::vector<DepositWish> deposits;
    std::vector<RedemptionWish> redemptions;
    std::vector<MintWish> mints;
    std::vector<Order> orders;
    std::vector<Band> bands;
    std::vector<HouseOrder> house_orders;
    std::vector<PerpOrder> perp_orders;
    std::vector<PerpBand> perp_bands;
    std::vector<MarginWish> margins;
    std::vector<SwapWish> swaps;
    std::vector<HouseSwap> house_swaps;
    std::vector<RemovalWish> removals;
    std::vector<LiquidationWish> liquidations;
    std::vector<RepaymentWish> repayments;

    void withdraw(WithdrawalWish const& wish) { withdrawals.push_back(wish); }
    void deposit(DepositWish const& wish) { deposits.push_back(wish); }
    void redeem(RedemptionWish const& wish) { redemptions.push_back(wish); }
    void mint(MintWish const& wish) { mints.push_back(wish); }
    void order(Order const& wish) { orders.push_back(wish); }
    void rest(Band const& band) { bands.push_back(band); }
    void order(HouseOrder const& wish) { house_orders.push_back(wish); }
    void order(PerpOrder const& wish) { perp_orders.push_back(wish); }
    void rest(PerpBand const& band) { perp_bands.push_back(band); }
    void post(MarginWish const& wish) { margins.push_back(wish); }
    void swap(SwapWish const& wish) { swaps.push_back(wish); }
    void swap(HouseSwap const& wish) { house_swaps.push_back(wish); }
    void remove(RemovalWish const& wish) { removals.push_back(wish); }
    void liquidate(LiquidationWish const& wish) { liquidations.push_back(wish); }
    void repay(RepaymentWish const& wish) { repayments.push_back(wish); }

    /// Adds the wishes of a later block.
    void append(Intents const& later)
    {
        withdrawals.insert(withdrawals.end(), later.withdrawals.begin(), later.withdrawals.end());
        deposits.insert(deposits.end(), later.deposits.begin(), later.deposits.end());
        redemptions.insert(redemptions.end(), later.redemptions.begin(), later.redemptions.end());
        mints.insert(mints.end(), later.mints.begin(), later.mints.end());
        orders.insert(orders.end(), later.orders.begin(), later.orders.end());
        bands.insert(bands.end(), later.bands.begin(), later.bands.end());
        house_orders.insert(house_orders.end(), later.house_orders.begin(), later.house_orders.end());
        perp_orders.insert(perp_orders.end(), later.perp_orders.begin(), later.perp_orders.end());
        perp_bands.insert(perp_bands.end(), later.perp_bands.begin(), later.perp_bands.end());
        margins.insert(margins.end(), later.margins.begin(), later.margins.end());
        swaps.insert(swaps.end(), later.swaps.begin(), later.swaps.end());
        house_swaps.insert(house_swaps.end(), later.house_swaps.begin(), later.house_swaps.end());
        removals.insert(removals.end(), later.removals.begin(), later.removals.end());
        liquidations.insert(liquidations.end(), later.liquidations.begin(), later.liquidations.end());
        repayments.insert(repayments.end(), later.repayments.begin(), later.repayments.end());
    }
    /// Brings the wishes into a sequence that does not depend on who wished first: by the accounts they touch.
    void put_in_order();
    void clear()
    {
        withdrawals.clear();
        deposits.clear();
        redemptions.clear();
        mints.clear();
        orders.clear();
        bands.clear();
        house_orders.clear();
        perp_orders.clear();
        perp_bands.clear();
        margins.clear();
        swaps.clear();
        house_swaps.clear();
        removals.clear();
        liquidations.clear();
        repayments.clear();
    }
};

}  // namespace stampede
