#pragma once
// Wishes of each market, so that no market has to look through those of all.

#include <cstdint>
#include <span>
#include <vector>

#include "model/base/check.hpp"

namespace stampede {

/// Where in a list the wishes of each market are, in their sequence.
class ByMarket {
  public:
    /// @param wishes  each with a `market`
    template <class Wish>
    ByMarket(std::vector<Wish> const& wishes, std::size_t markets) : first_(markets + 1, 0), places_(wishes.size())
    {
        for (Wish const& wish : wishes) {
            ensure(wish.market.index() < markets, "a wish for a market that is not there, number", wish.market.value());
            ++first_[wish.market.index() + 1];
        }
        for (std::size_t i = 0; i < markets; ++i)
            first_[i + 1] += first_[i];
        std::vector<std::uint32_t> next(first_.begin(), first_.end() - 1);
        for (std::size_t i = 0; i < wishes.size(); ++i)
            places_[next[wishes[i].market.index()]++] = static_cast<std::uint32_t>(i);
    }
    [[nodiscard]] std::span<std::uint32_t const> of(std::size_t market) const
    {
        return std::span{places_}.subspan(first_[market], first_[market + 1] - first_[market]);
    }

  private:
    std::vector<std::uint32_t> first_;  // per market, and the end
    std::vector<std::uint32_t> places_;
};

/// What rests and what is ordered in each market of one kind.
struct WishesByMarket {
    ByMarket bands, orders;
};

}  // namespace stampede
