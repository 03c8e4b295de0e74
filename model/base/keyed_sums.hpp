#pragma once
// Sums by key, in one allocation.

#include <algorithm>
#include <utility>
#include <vector>

namespace stampede {

/// What was entered under each key, added up in the sequence in which it was entered: with `Value::operator+=`.
template <class Key, class Value>
class KeyedSums {
  public:
    KeyedSums() = default;
    explicit KeyedSums(std::vector<std::pair<Key, Value>> single) : sums_{std::move(single)}
    {
        auto const by_key = [](auto const& a, auto const& b) { return a.first < b.first; };
        if (!std::is_sorted(sums_.begin(), sums_.end(), by_key))
            std::stable_sort(sums_.begin(), sums_.end(), by_key);
        std::size_t last = 0;
        for (std::size_t i = 1; i < sums_.size(); ++i) {
            if (sums_[i].first != sums_[last].first)
                sums_[++last] = sums_[i];
            else
                sums_[last].second += sums_[i].second;
        }
        sums_.resize(std::min(sums_.size(), last + 1));
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
