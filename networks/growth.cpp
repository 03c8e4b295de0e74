#include "networks/growth.hpp"

#include <algorithm>

#include "networks/chance.hpp"

namespace stampede {
namespace {

/// The edges so far, and who holds which end of them: a node holds as many ends as it has links, so a drawn end is a
/// node drawn in proportion to its degree.
class Growth {
  public:
    Growth(std::uint32_t nodes, std::uint32_t links, DrawStream luck) : links_{links}, luck_{luck}
    {
        std::uint32_t const clique = std::min(nodes, links + 1);
        edges_.reserve(std::size_t{clique} * clique / 2 + std::size_t{nodes - clique} * links);
        for (std::uint32_t i = 1; i < clique; ++i)
            for (std::uint32_t j = 0; j < i; ++j)
                edges_.push_back({i, j});
    }

    /// Adds newcomers first .. last-1. What they draw does not depend on one another's choices, only on their number:
    /// so all draws come first, and the memory they point at is fetched meanwhile.
    void add(std::uint32_t first, std::uint32_t last)
    {
        std::uint64_t ends = 2 * edges_.size();
        drawn_.clear();
        for (std::uint32_t newcomer = first; newcomer < last; ++newcomer, ends += 2 * links_)
            for (std::uint32_t i = 0; i < links_; ++i) {
                drawn_.push_back(below(ends, luck_));
                fetch_ahead(edges_.data() + drawn_.back() / 2);
            }
        auto end = drawn_.cbegin();
        for (std::uint32_t newcomer = first; newcomer < last; ++newcomer)
            link(newcomer, end);
    }
    [[nodiscard]] std::vector<Contact> take() { return std::move(edges_); }

  private:
    [[nodiscard]] std::uint32_t holder(std::uint64_t end) const
    {
        Contact const edge = edges_[end / 2];
        return end % 2 == 0 ? edge.one : edge.other;
    }

    /// Links one newcomer to the holders of the next drawn ends; an elder who is drawn twice is replaced.
    void link(std::uint32_t newcomer, std::vector<std::uint64_t>::const_iterator& end)
    {
        std::size_t const before = edges_.size();
        for (std::uint32_t i = 0; i < links_; ++i) {
            std::uint32_t elder = holder(*end++);
            auto const is_taken = [&](Contact edge) { return edge.other == elder; };
            while (std::any_of(edges_.begin() + static_cast<std::ptrdiff_t>(before), edges_.end(), is_taken))
                elder = holder(below(2 * before, luck_));
            edges_.push_back({newcomer, elder});
        }
    }

    std::uint32_t links_;
    DrawStream luck_;
    std::vector<Contact> edges_;
    std::vector<std::uint64_t> drawn_;
};

}  // namespace

std::vector<Contact> grown_by_preference(std::uint32_t nodes, std::uint32_t links, Draws const& draws, Purpose purpose)
{
    constexpr std::uint32_t block = 16;
    Growth growth{nodes, links, draws.stream(purpose)};
    for (std::uint32_t newcomer = links + 1; newcomer < nodes; newcomer += std::min(block, nodes - newcomer))
        growth.add(newcomer, newcomer + std::min(block, nodes - newcomer));
    return growth.take();
}

}  // namespace stampede
