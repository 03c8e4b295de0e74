#include "model/mechanisms/marking.hpp"

#include <vector>

#include "model/base/math.hpp"
#include "model/mechanisms/fundamentals.hpp"
#include "model/mechanisms/pool_shares.hpp"

namespace stampede {

namespace {

/// Part of a price move that orders with a reason brought about, by volume on the excess side [1].
double caused_by_events(Column<ChannelWeight> const& movers)
{
    double all = 0, background = 0;
    for (ChannelWeight const& mover : movers) {
        all += mover.weight;
        background += mover.channel == Channel::price ? mover.weight : 0;
    }
    return all > 0 ? 1 - background / all : 0;
}

/// Where the price has gone in this step, and why.
void note_move(World& world, AssetId asset, Price now)
{
    double const move = log(now.value() / world.price(asset).value());
    world.moves[asset.index()].add(move, caused_by_events(world.movers[asset.index()]), world.pressed[asset.index()]);
}

/// Assets in the sequence in which their prices are found: a quote asset before what is quoted in it, else by number.
class MarkingSequence {
  public:
    explicit MarkingSequence(World const& world) : world_{world}, placed_(world.assets.size() - world.pools.size())
    {
        for (std::size_t i = 0; i < placed_.size(); ++i)
            place(AssetId::of(i));
    }
    [[nodiscard]] std::vector<AssetId> const& assets() const { return sequence_; }

  private:
    void place(AssetId asset)
    {
        if (asset.index() >= placed_.size() || placed_[asset.index()])
            return;
        placed_[asset.index()] = true;  // before its quotes: two that are quoted in each other end here
        for (Market const& market : world_.markets)
            if (market.base == asset)
                place(market.quote);
        for (Pool const& pool : world_.pools)
            if (pool.marks && holds(pool, asset))
                place(pool.coins[pool.quote]);
        sequence_.push_back(asset);
    }

    World const& world_;
    std::vector<bool> placed_;
    std::vector<AssetId> sequence_;
};

}  // namespace

void Marking::apply(StepContext& step) const
{
    World& world = step.world;
    MarkingSequence const sequence{world};
    for (AssetId const asset : sequence.assets()) {
        Price const price = reference_price(world, asset);
        if (price != world.price(asset)) {
            note_move(world, asset, price);
            world.ledger.revalue(asset, price, world.movers[asset.index()]);
        }
        world.movers[asset.index()].clear();
        world.pressed[asset.index()] = calm_root;
    }
    for (Pool const& pool : world.pools)
        value_shares(world, pool);
}

}  // namespace stampede
