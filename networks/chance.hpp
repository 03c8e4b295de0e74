#pragma once
// Chance that builders share: a whole number, an order, and which cells of a long row are kept.

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "model/base/draws.hpp"
#include "model/base/math.hpp"
#include "model/base/wide.hpp"

namespace stampede {

/// Whole number in 0 .. bound-1 made of 64 drawn bits; the bias is below bound / 2^64.
[[nodiscard]] constexpr std::uint64_t below(std::uint64_t bound, std::uint64_t bits)
{
    return static_cast<std::uint64_t>((static_cast<Uint128>(bits) * bound) >> 64U);
}
[[nodiscard]] inline std::uint64_t below(std::uint64_t bound, DrawStream& luck)
{
    return below(bound, luck());
}

/// Tells the CPU that this memory is wanted soon, and changes nothing.
inline void fetch_ahead(void const* memory)
{
    __builtin_prefetch(memory);
}

/// Puts the values into an order drawn uniformly from all orders (Fisher, Yates). Memory touched at random is what a
/// long shuffle costs, so partners are drawn a block ahead and fetched meanwhile.
inline void shuffle(std::vector<std::uint32_t>& values, DrawStream& luck)
{
    std::array<std::uint64_t, 64> partner;
    for (std::size_t left = values.size(); left > 1;) {
        std::size_t const block = std::min(left - 1, partner.size());
        for (std::size_t i = 0; i < block; ++i) {
            partner[i] = below(left - i, luck);
            fetch_ahead(&values[partner[i]]);
        }
        for (std::size_t i = 0; i < block; ++i)
            std::swap(values[--left], values[partner[i]]);
    }
}

/// Calls take(cell) in rising order for every cell of 0 .. cells-1 that is kept, each with `probability` by itself.
/// Costs the kept cells only: the gap before the next one is geometric, floor(log U / log(1 - probability)).
/// @source Batagelj, Brandes, Phys. Rev. E 71, 2005, 036113
template <class Take>
void for_kept_cells(std::uint64_t cells, double probability, DrawStream& luck, Take const& take)
{
    if (probability >= 1) {
        for (std::uint64_t cell = 0; cell < cells; ++cell)
            take(cell);
        return;
    }
    if (!(probability > 0))
        return;
    double const rate = probability < 1e-8 ? probability * (1 + probability / 2) : -log(1 - probability);
    std::array<double, 256> gaps;  // a block at a time, so that the CPU overlaps logarithms and not the walk below
    for (std::uint64_t cell = 0; cell < cells;) {
        for (std::size_t i = 0; i < gaps.size(); i += 2) {
            std::uint64_t const bits = luck();  // 32 of them give a gap to 2^-32 / rate cells
            gaps[i] = -log((static_cast<double>(bits >> 32U) + 0.5) * 0x1p-32) / rate;
            gaps[i + 1] = -log((static_cast<double>(bits & 0xffffffffU) + 0.5) * 0x1p-32) / rate;
        }
        for (double const gap : gaps) {
            if (!(gap < static_cast<double>(cells - cell)))
                return;
            cell += static_cast<std::uint64_t>(gap);
            take(cell);
            if (++cell == cells)
                return;
        }
    }
}

/// As above for the pairs one < other of 0 .. people-1: take(one, other), sorted.
template <class Take>
void for_kept_pairs(std::uint32_t people, double probability, DrawStream& luck, Take const& take)
{
    if (people < 2)
        return;
    std::uint64_t const pairs = std::uint64_t{people} * (people - 1) / 2;
    std::uint32_t one = 0;
    std::uint64_t others = people - 1;  // partners of `one` above it
    std::uint64_t passed = 0;           // pairs before the first of `one`
    for_kept_cells(pairs, probability, luck, [&](std::uint64_t cell) {
        while (cell - passed >= others) {
            passed += others--;
            ++one;
        }
        take(one, static_cast<std::uint32_t>(one + 1 + (cell - passed)));
    });
}

/// As above for the ordered pairs from != to of 0 .. nodes-1: take(from, to), sorted.
template <class Take>
void for_kept_arrows(std::uint32_t nodes, double probability, DrawStream& luck, Take const& take)
{
    if (nodes < 2)
        return;
    std::uint64_t const others = nodes - 1;
    for_kept_cells(nodes * others, probability, luck, [&](std::uint64_t cell) {
        auto const from = static_cast<std::uint32_t>(cell / others);
        auto const place = static_cast<std::uint32_t>(cell % others);
        take(from, place + (place >= from ? 1U : 0U));
    });
}

}  // namespace stampede
