#pragma once
// The virtual pool of an algorithmic coin: what burning it brings, and how fast the spread heals.

namespace stampede {

/// Two virtual sides, both worth `base` in equilibrium; their product is constant. `delta` is what the side of the coin
/// has above the base. All in par.
/// @source Terra market module, docs.terra.money/docs/develop/module-specifications/spec-market.html (2022)
struct VirtualPool {
    double base = 0;
    double delta = 0;

    /// Value that burning coins worth `x` brings; the spread is 1 - this / x: x / (base + x) in equilibrium.
    [[nodiscard]] double burnt(double x) const;
    /// Coins, in par, that sister tokens worth `y` bring.
    [[nodiscard]] double minted(double y) const;
    /// What the first unit burnt loses: 1 - (base / (base + delta))^2; below 0 when sister tokens were taken in.
    [[nodiscard]] double spread() const;
};

/// What is left of a deviation after some blocks: each takes 1/period of it away.
[[nodiscard]] double kept_after(double blocks, double period);
/// Blocks in which a deviation heals by half.
[[nodiscard]] double half_life(double period);
/// Coins, in par, that can be burnt in a day while the first unit loses `spread`: a steady flow f a block holds
/// delta at f times the period.
[[nodiscard]] double daily_capacity(double base, double period, double blocks_per_day, double spread);

}  // namespace stampede
