#pragma once
// Who hears from whom: an undirected graph of people, held as compressed sparse rows.

#include <boost/graph/compressed_sparse_row_graph.hpp>

#include <cstdint>
#include <span>
#include <vector>

#include "model/base/id.hpp"

namespace stampede {

/// Pair of people who hear from each other.
struct Contact {
    std::uint32_t one, other;
};

/// What becomes of a contact that is listed twice.
enum class Repeats : std::uint8_t { count, erase };

/// Contacts of every person. A complete graph (mean field) is not stored: everyone hears of everyone.
class SocialGraph {
  public:
    using Rows = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                                    boost::no_property, std::uint32_t, std::uint64_t>;

    /// Nobody hears of anybody.
    SocialGraph() = default;
    /// Each contact is stored in both directions; a person is never a contact of oneself (such pairs are dropped).
    /// Rows keep the order of the list; with `Repeats::erase` they are sorted and name everyone once.
    /// Needs 8 bytes per person and 4 per direction; 2 more per direction while it is made.
    SocialGraph(std::uint32_t people, std::vector<Contact> const& contacts, Repeats repeats = Repeats::count);
    static SocialGraph complete(std::uint32_t people);

    [[nodiscard]] std::uint32_t people() const { return people_; }
    [[nodiscard]] bool is_complete() const { return complete_; }
    /// Stored neighbours; empty for a complete graph.
    [[nodiscard]] std::span<std::uint32_t const> contacts(PersonId person) const
    {
        if (complete_ || people_ == 0)
            return {};
        auto const& rows = rows_.m_forward;
        auto const begin = rows.m_rowstart[person.index()];
        return {rows.m_column.data() + begin, static_cast<std::size_t>(rows.m_rowstart[person.index() + 1] - begin)};
    }
    /// Number of people heard of [people].
    [[nodiscard]] std::uint32_t degree(PersonId person) const
    {
        return complete_ ? people_ - 1 : static_cast<std::uint32_t>(contacts(person).size());
    }
    [[nodiscard]] Rows const& rows() const { return rows_; }

  private:
    std::uint32_t people_ = 0;
    bool complete_ = false;
    Rows rows_;
};

}  // namespace stampede
