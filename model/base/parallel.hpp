#pragma once
// Fixed blocks of rows, so that any number of threads gives the same bits.

#include <algorithm>
#include <cstddef>
#include <exception>
#include <thread>
#include <vector>

namespace stampede {

/// Half-open range of rows.
struct BlockRange {
    std::size_t begin, end;
};

inline constexpr std::size_t rows_per_block = 16384;

/// Number of blocks that hold `rows` rows.
[[nodiscard]] inline std::size_t block_count(std::size_t rows)
{
    return (rows + rows_per_block - 1) / rows_per_block;
}

/// Calls work(block number, range) for every block of 0 .. rows-1. Which thread takes a block is fixed, results
/// must be kept per block and merged in block order. The first exception in block order is thrown again.
template <class Work>
void for_blocks(std::size_t rows, unsigned threads, Work const& work)
{
    std::size_t const blocks = block_count(rows);
    auto const range = [rows](std::size_t block) {
        return BlockRange{block * rows_per_block, std::min(rows, (block + 1) * rows_per_block)};
    };
    if (threads <= 1 || blocks <= 1) {
        for (std::size_t block = 0; block < blocks; ++block)
            work(block, range(block));
        return;
    }
    std::vector<std::exception_ptr> errors(blocks);
    std::vector<std::thread> crew;
    std::size_t const hands = std::min<std::size_t>(threads, blocks);
    for (std::size_t hand = 0; hand < hands; ++hand)
        crew.emplace_back([&, hand] {
            for (std::size_t block = hand; block < blocks; block += hands) {
                try {
                    work(block, range(block));
                }
                catch (...) {
                    errors[block] = std::current_exception();
                }
            }
        });
    for (std::thread& hand : crew)
        hand.join();
    for (std::exception_ptr const& error : errors)
        if (error)
            std::rethrow_exception(error);
}

/// Sum of work(range) over the blocks, added in block order.
template <class Value, class Work>
[[nodiscard]] Value sum_blocks(std::size_t rows, unsigned threads, Work const& work)
{
    std::vector<Value> parts(block_count(rows));
    for_blocks(rows, threads, [&](std::size_t block, BlockRange range) { parts[block] = work(range); });
    Value sum{};
    for (Value const& part : parts)
        sum += part;
    return sum;
}

}  // namespace stampede
