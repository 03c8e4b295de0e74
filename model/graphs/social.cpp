#include "model/graphs/social.hpp"

#include <algorithm>
#include <bit>
#include <iterator>
#include <memory>
#include <utility>

#include "model/base/check.hpp"

namespace stampede {
namespace {

/// Counting sort in two passes that both stay in cache: first every direction of every contact goes to the group of
/// its owner (4096 neighbouring people or more), then each group is sorted by person. One pass over everything would
/// touch memory at random ten times per person.
class RowBuilder {
  public:
    RowBuilder(std::uint32_t people, std::vector<Contact> const& contacts) : people_{people}
    {
        unsigned const wanted = static_cast<unsigned>(std::bit_width(people)) - 1;
        group_bits_ = std::clamp(wanted, 22U, 26U) - 10;  // a thousand groups; owners inside one fit 16 bits
        count(contacts);
    }

    /// Fills `columns` group by group, in the order of the list.
    void deal(std::vector<Contact> const& contacts, std::vector<std::uint32_t>& columns)
    {
        columns.resize(group_begin_.back());
        owner_.reset(new std::uint16_t[columns.size()]);
        std::vector<std::uint64_t> next(group_begin_.begin(), group_begin_.end() - 1);
        auto const put = [&](std::uint32_t owner, std::uint32_t contact) {
            std::uint64_t const place = next[group_of(owner)]++;
            columns[place] = contact;
            owner_[place] = static_cast<std::uint16_t>(owner - first_of(group_of(owner)));
        };
        for (auto const [one, other] : contacts)
            if (one != other) {
                put(one, other);
                put(other, one);
            }
    }

    /// Sorts every group into rows, and closes the gaps that erased contacts leave.
    void sort_groups(std::vector<std::uint32_t>& columns, std::vector<std::uint64_t>& row_begin, Repeats repeats)
    {
        row_begin.reserve(std::size_t{people_} + 1);
        row_begin.assign(1, 0);
        std::vector<std::uint32_t> sorted;
        std::vector<std::uint32_t> row_end;
        for (std::size_t group = 0; group + 1 < group_begin_.size(); ++group) {
            sort_group(group, columns, sorted, row_end);
            if (repeats == Repeats::erase)
                erase_repeats(sorted, row_end);
            std::uint64_t const filled = row_begin.back();
            std::copy(sorted.begin(), sorted.end(), columns.begin() + static_cast<std::ptrdiff_t>(filled));
            for (std::uint32_t const end : row_end)
                row_begin.push_back(filled + end);
        }
        columns.resize(row_begin.back());
    }

  private:
    [[nodiscard]] std::size_t group_of(std::uint32_t person) const { return person >> group_bits_; }
    [[nodiscard]] std::uint32_t first_of(std::size_t group) const
    {
        return static_cast<std::uint32_t>(group << group_bits_);
    }

    void count(std::vector<Contact> const& contacts)
    {
        group_begin_.assign(group_of(people_ - 1) + 2, 0);
        for (auto const [one, other] : contacts) {
            ensure(one < people_ && other < people_, "social graph: contact of a person who is not there",
                   std::max(one, other));
            std::uint64_t const counts = one != other ? 1 : 0;
            group_begin_[group_of(one) + 1] += counts;
            group_begin_[group_of(other) + 1] += counts;
        }
        for (std::size_t group = 1; group < group_begin_.size(); ++group)
            group_begin_[group] += group_begin_[group - 1];
    }

    /// @return in `sorted` the contacts of the group by owner, in `row_end` where the row of each owner ends there
    void sort_group(std::size_t group, std::vector<std::uint32_t> const& columns, std::vector<std::uint32_t>& sorted,
                    std::vector<std::uint32_t>& row_end) const
    {
        std::uint64_t const from = group_begin_[group];
        std::uint64_t const to = group_begin_[group + 1];
        row_end.assign(std::min<std::size_t>(std::size_t{1} << group_bits_, people_ - first_of(group)), 0);
        for (std::uint64_t i = from; i < to; ++i)
            ++row_end[owner_[i]];
        std::uint32_t sum = 0;
        for (std::uint32_t& entry : row_end)
            sum += std::exchange(entry, sum);  // now where each row begins; dealing moves it to the end
        sorted.resize(sum);
        for (std::uint64_t i = from; i < to; ++i)
            sorted[row_end[owner_[i]]++] = columns[i];
    }

    static void erase_repeats(std::vector<std::uint32_t>& sorted, std::vector<std::uint32_t>& row_end)
    {
        auto kept = sorted.begin();
        auto row = sorted.begin();
        for (std::uint32_t& entry : row_end) {
            auto const end = sorted.begin() + entry;
            std::sort(row, end);
            for (auto const first_kept = kept; row != end; ++row)
                if (kept == first_kept || *std::prev(kept) != *row)
                    *kept++ = *row;
            entry = static_cast<std::uint32_t>(kept - sorted.begin());
        }
        sorted.erase(kept, sorted.end());
    }

    std::uint32_t people_;
    unsigned group_bits_;
    std::vector<std::uint64_t> group_begin_;
    std::unique_ptr<std::uint16_t[]> owner_;  // within the group, one per direction
};

}  // namespace

SocialGraph::SocialGraph(std::uint32_t people, std::vector<Contact> const& contacts, Repeats repeats) : people_{people}
{
    if (people == 0)
        return;
    RowBuilder builder{people, contacts};
    auto& rows = rows_.m_forward;
    builder.deal(contacts, rows.m_column);
    builder.sort_groups(rows.m_column, rows.m_rowstart, repeats);
}

SocialGraph SocialGraph::complete(std::uint32_t people)
{
    SocialGraph graph;
    graph.people_ = people;
    graph.complete_ = true;
    return graph;
}

}  // namespace stampede
