#include "agents/liquidity_providers.hpp"

#include <algorithm>
#include <numeric>

#include "model/base/check.hpp"
#include "model/base/math.hpp"
#include "model/pool_quotes.hpp"

namespace stampede {

void LiquidityProviders::visit(FieldVisitor& field)
{
    field("count", count_, {0, 1e6}, "people", "providers");
    field.reference("pool", pool_name_, RefersTo::pool, "pool whose shares they own");
    field("owned", owned_, unit_interval, "1", "part of all shares that is theirs at the start");
    field("size", size_, not_negative, "1", "what each owns, relative to the others");
    field("threshold", threshold_dist_, not_negative, "1",
          "fall of a coin's price in the pool, against the best and since the start, at which one leaves");
    field("attention", attention_, not_negative, "mean time between two looks at the pool; 0 = in every step");
    field("accepts", accepts_, unit_interval, "1",
          "least part of what the shares are worth that one takes in a single coin");
}

void LiquidityProviders::birth(World& world, Draws const& draws)
{
    pool_ = world.pool(pool_name_);
    Pool const& pool = world.pools[pool_.index()];
    auto const rows = static_cast<Row>(count_);
    std::vector<Amount> sizes;
    constexpr double fineness = 1e6;
    for (Row row = 0; row < rows; ++row) {
        double const size = size_.at(row, rows, draws, Purpose{"liquidity/size"}.of(enrolment().name));
        sizes.emplace_back(1 + static_cast<std::int64_t>(std::min(size, 1e9) * fineness));
        threshold_.push_back(threshold_dist_.at(row, rows, draws, Purpose{"liquidity/threshold"}.of(enrolment().name)));
        shares_.push_back(world.ledger.open_account(pool.id, pool.share, enrolment().owner_class, {}));
        for (AssetId const coin : pool.coins)
            wallets_.push_back(world.ledger.open_account({}, coin, enrolment().owner_class, {}));
    }
    if (rows == 0)
        return;
    std::vector<Amount> const parts =
        split(part_of(owned_, pool.shares_at_birth), sizes, draws, Purpose{"liquidity/birth"}.of(enrolment().name), 0);
    for (Row row = 0; row < rows; ++row)
        world.ledger.endow_claim(shares_[row], parts[row]);
    std::vector<double> balances;
    for (std::size_t i = 0; i < pool.coins.size(); ++i)
        balances.push_back(static_cast<double>(pool.at_birth[i].value()) / world.assets[pool.coins[i].index()].unit);
    for (std::size_t i = 0; i < pool.coins.size(); ++i)
        prices_at_birth_.push_back(i == pool.quote ? 1 : pool.curve->price(balances, i, pool.quote));
}

std::span<Row const> LiquidityProviders::wake(View& seen)
{
    Pool const& pool = seen.pools[pool_.index()];
    awake_.clear();
    if (shares_.empty() || pool_price(seen, pool, pool.quote) == 0)
        return awake_;
    double const quote = seen.price(pool.coins[pool.quote]).value();
    double worst = 1e300, best = 0;
    for (std::size_t i = 0; i < pool.coins.size(); ++i) {
        double const kept = pool_price(seen, pool, i) / quote / prices_at_birth_[i];
        worst = std::min(worst, kept);
        if (kept > best) {
            best = kept;
            best_ = i;
        }
    }
    fall_ = 1 - worst / best;
    if (by_threshold_.size() != threshold_.size())
        sort_rows();
    double const looks = attention_ > Duration{0} ? 1 - seen.clock.kept(attention_) : 1;
    Purpose const purpose = Purpose{"liquidity/look"}.of(enrolment().name);
    for (Row const row : by_threshold_) {
        if (fall_ < threshold_[row] || fall_ <= 0)
            break;
        if (shares(seen, row).value() > 0 &&
            seen.draws.uniform(purpose, row, static_cast<std::uint64_t>(seen.clock.step)) < looks)
            awake_.push_back(row);
    }
    std::sort(awake_.begin(), awake_.end());
    return awake_;
}

void LiquidityProviders::sort_rows()
{
    by_threshold_.resize(threshold_.size());
    std::iota(by_threshold_.begin(), by_threshold_.end(), Row{0});
    std::stable_sort(by_threshold_.begin(), by_threshold_.end(),
                     [&](Row a, Row b) { return threshold_[a] < threshold_[b]; });
}

void LiquidityProviders::decide(View& seen, Draws const&, std::span<Row const> awake, Intents& wishes)
{
    Pool const& pool = seen.pools[pool_.index()];
    AssetId const coin = pool.coins[best_];
    for (Row const row : awake) {
        Amount const amount = shares(seen, row);
        double const usd = seen.usd(pool.share, amount) * accepts_.value();
        wishes.remove({pool_,
                       shares_[row],
                       {wallets_[row * pool.coins.size() + best_]},
                       amount,
                       seen.units_worth(coin, usd),
                       Channel::depeg,
                       Cause{pool.last_event}});
    }
}

void LiquidityProviders::columns(ColumnVisitor& column)
{
    column("threshold", threshold_, "1");
    column("shares", shares_);
    column("wallets", wallets_);
}

}  // namespace stampede
