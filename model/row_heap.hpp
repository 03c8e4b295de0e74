#pragma once
// Rows ordered by a key that may change at any time: those above a threshold are found without touching the others.

#include <cstdint>
#include <vector>

#include "model/base/id.hpp"

namespace stampede {

/// A binary heap with the largest key on top, in which every row knows its place.
class RowHeap {
  public:
    /// Puts a row in, or moves it to where its new key belongs.
    void put(Row row, double key);
    /// Takes a row out, if it is in.
    void remove(Row row);
    void clear();
    [[nodiscard]] std::size_t size() const { return rows_.size(); }
    /// All rows whose key is at least `threshold`, in no particular order; looks at no more than twice as many.
    [[nodiscard]] std::vector<Row> at_least(double threshold) const;

  private:
    static constexpr std::uint32_t absent = ~std::uint32_t{0};
    void put_at(std::size_t place, Row row);
    void rise(std::size_t place);
    void sink(std::size_t place);

    std::vector<Row> rows_;             // the heap
    std::vector<double> key_;           // per row
    std::vector<std::uint32_t> place_;  // per row
};

}  // namespace stampede
