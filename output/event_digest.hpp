#pragma once
// What the log of a run tells at its end: first times, who asked, how long payments took, what set requests off.

#include <array>
#include <vector>

#include "output/watch.hpp"

namespace stampede {

/// Window after the first news in which early leavers are counted.
inline constexpr Duration early_window{72 * 3600.0};
/// Generations of requests that are told apart; the last holds all later ones.
inline constexpr std::size_t generation_count = 10;

struct EventDigest {
    /// First news about each institution, else the first shock; and of the whole run; -1 = neither.
    std::vector<std::int64_t> first_news;
    std::int64_t first_news_of_run = -1;
    std::vector<std::int64_t> first_gate;      ///< per institution, -1 = never
    std::vector<std::vector<double>> waits_h;  ///< per institution: from request to payment in full, of each paid [h]
    /// Per institution: deposits that payouts of others brought about [USD], and people who made them.
    std::vector<double> moved_in_usd, people_moved_in;
    std::array<double, Births::sizes.size()> asked{}, asked_early{};  ///< people by size, each counted once
    std::array<double, generation_count> generations{};               ///< requests by generation
    double requests = 0;
    double liquidations = 0, first_liquidations = 0;  ///< all, and those that no liquidation set off, by weight
};
[[nodiscard]] EventDigest digest(View& seen, Births const& births);

/// Events of a kind, such as requests, by generation: 1 = none of the kind among the causes. What one led to (a
/// refusal, a gate) passes its generation on. Where causes are of several generations the weights count, so that sizes
/// are expectations for a parent drawn by weight; they sum to the number of events of the kind.
[[nodiscard]] std::array<double, generation_count> generations_of(EventKind kind, Events const& events);

}  // namespace stampede
