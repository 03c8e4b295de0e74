#pragma once
// Sums by key, in one allocation.

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace stampede {

/// What was entered under each key, added up in the sequence in which it was entered: with `Value::operator+=`.
template <class Key, class Value>
class KeyedSums {
  public:
    KeyedSums() = default;
    explicit KeyedSums(std::vector<std::pair<Key, Value>> const& single)
    {
        std::vector<std::pair<Key, std::uint32_t>> sequence;  // small, as it is what gets sorted
        sequence.reserve(single.size());
        for (std::size_t i = 0; i < single.size(); ++i)
            sequence.emplace_back(single[i].first, static_cast<std::uint32_t>(i));
        if (!std::is_sorted(sequence.begin(), sequence.end()))
            std::sort(sequence.begin(), sequence.end());
        for (auto const& [key, i] : sequence) {
            if (sums_.empty() || sums_.back().first != key)
                sums_.push_back(single[i]);
            else
                sums_.back().second += single[i].second;
        }
    }

    /// @return null if nothing was entered under the key
    [[nodiscard]] Value const* find(Key key) const
    {
        auto const found = std::lower_bound(sums_.begin(), sums_.end(), key,
                                            [](auto const& sum, Key sought) { return sum.first < sought; });
        return found != sums_.end() && found->first == key ? &found->second : nullptr;
    }

  private:
    std::vector<std::pair<Key, Value>> sums_;
};

}  // namespace stampede
