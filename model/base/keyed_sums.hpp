#pragma once
// Sums by key.

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
        struct Run {
            Key key;
            std::uint32_t begin, end;
        };
        std::vector<Run> runs;  // those of one mostly stand together, so that there are few to sort
        runs.reserve(single.size());
        for (std::uint32_t i = 0; i < single.size(); ++i) {
            if (runs.empty() || runs.back().key != single[i].first)
                runs.push_back({single[i].first, i, i});
            runs.back().end = i + 1;
        }
        std::stable_sort(runs.begin(), runs.end(), [](Run const& a, Run const& b) { return a.key < b.key; });
        sums_.reserve(runs.size());
        for (Run const& run : runs)
            for (std::uint32_t i = run.begin; i < run.end; ++i) {
                if (sums_.empty() || sums_.back().first != run.key)
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
