// Every kind of agent, by the name it has in an experiment.

#include "agents/arbitrageurs.hpp"
#include "agents/carry_traders.hpp"
#include "agents/coin_holders.hpp"
#include "agents/depositors.hpp"
#include "agents/funds.hpp"
#include "agents/keepers.hpp"
#include "agents/leveraged_traders.hpp"
#include "agents/liquidity_providers.hpp"
#include "agents/loop_borrowers.hpp"
#include "agents/market_makers.hpp"
#include "agents/noise_traders.hpp"
#include "agents/peg_defenders.hpp"
#include "agents/pool_arbitrageurs.hpp"
#include "agents/primary_arbitrageurs.hpp"
#include "agents/value_traders.hpp"
#include "agents/vault_owners.hpp"
#include "model/population.hpp"

namespace stampede {
namespace {

/// Depositors of a kind: the same way of deciding with other defaults.
template <DepositorParameters (*defaults)()>
Roster<Population>::Entry depositors(std::string_view name, std::string_view meaning)
{
    return {name, meaning, [] { return std::unique_ptr<Population>{std::make_unique<Depositors>(defaults())}; }};
}

}  // namespace

template <>
Roster<Population> const& roster<Population>()
{
    static Roster<Population> const list{
        "agent",
        {
            depositors<retail_user_defaults>("retail_user", "joins a withdrawal run once it seems likely"),
            depositors<institution_depositor_defaults>(
                "institution_depositor", "few, large, informed: leaves when a private signal of coverage is bad"),
            entry<Population, ValueTraders>("value_trader", "buys below value and sells above it with what it has"),
            entry<Population, NoiseTraders>("noise_trader", "small random orders: the background flow"),
            entry<Population, LeveragedTraders>("leveraged_trader",
                                                "holds a perpetual position on margin, until it is cut or taken"),
            entry<Population, MarketMakers>("market_maker", "quotes on several venues and leaves those it doubts"),
            entry<Population, CarryTraders>("carry_trader", "holds the coin, is short the perpetual, earns funding"),
            entry<Population, Arbitrageurs>("arbitrageur", "buys where an asset is cheap and sells where it is dear"),
            entry<Population, PoolArbitrageurs>("pool_arbitrageur",
                                                "swaps in a pool what a book buys dearer or sells cheaper"),
            entry<Population, LiquidityProviders>("liquidity_provider",
                                                  "owns shares of a pool and leaves in the coin it trusts"),
            entry<Population, VaultOwners>("vault_owner", "has borrowed against collateral; some repay in time"),
            entry<Population, Keepers>("keeper", "liquidates vaults when that pays"),
            entry<Population, LoopBorrowers>("loop_borrower",
                                             "has borrowed against a coin to hold more of it; some unwind in time"),
            entry<Population, CoinHolders>("coin_holder", "flees from a coin when its peg or its issuer looks bad"),
            entry<Population, PrimaryArbitrageurs>(
                "primary_arbitrageur", "buys a coin below par and redeems it, or has it minted and sells it above"),
            entry<Population, PegDefenders>("peg_defender", "buys a coin below par until its reserve is spent"),
            entry<Population, Funds>("fund", "a borrower that sells when its leverage is too high, and can default"),
        }};
    return list;
}

}  // namespace stampede
