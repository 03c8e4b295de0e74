#include "model/row_heap.hpp"

namespace stampede {

void RowHeap::put_at(std::size_t place, Row row)
{
    rows_[place] = row;
    place_[row] = static_cast<std::uint32_t>(place);
}

void RowHeap::rise(std::size_t place)
{
    Row const row = rows_[place];
    while (place > 0 && key_[row] > key_[rows_[(place - 1) / 2]]) {
        put_at(place, rows_[(place - 1) / 2]);
        place = (place - 1) / 2;
    }
    put_at(place, row);
}

void RowHeap::sink(std::size_t place)
{
    Row const row = rows_[place];
    for (std::size_t child = 2 * place + 1; child < rows_.size(); child = 2 * place + 1) {
        if (child + 1 < rows_.size() && key_[rows_[child + 1]] > key_[rows_[child]])
            ++child;
        if (key_[rows_[child]] <= key_[row])
            break;
        put_at(place, rows_[child]);
        place = child;
    }
    put_at(place, row);
}

void RowHeap::put(Row row, double key)
{
    if (row >= place_.size()) {
        place_.resize(row + std::size_t{1}, absent);
        key_.resize(row + std::size_t{1}, 0);
    }
    key_[row] = key;
    if (place_[row] == absent) {
        rows_.push_back(row);
        rise(rows_.size() - 1);
        return;
    }
    rise(place_[row]);
    sink(place_[row]);
}

void RowHeap::remove(Row row)
{
    if (row >= place_.size() || place_[row] == absent)
        return;
    std::size_t const place = place_[row];
    Row const last = rows_.back();
    rows_.pop_back();
    place_[row] = absent;
    if (last == row)
        return;
    put_at(place, last);
    rise(place);
    sink(place_[last]);
}

void RowHeap::clear()
{
    rows_.clear();
    key_.clear();
    place_.clear();
}

std::vector<Row> RowHeap::at_least(double threshold) const
{
    std::vector<Row> found;
    std::vector<std::size_t> open{0};
    while (!open.empty()) {
        std::size_t const place = open.back();
        open.pop_back();
        if (place >= rows_.size() || key_[rows_[place]] < threshold)
            continue;
        found.push_back(rows_[place]);
        open.push_back(2 * place + 1);
        open.push_back(2 * place + 2);
    }
    return found;
}

}  // namespace stampede
