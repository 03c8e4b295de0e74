#include "model/base/draws.hpp"

#include <Random123/philox.h>

#include <bit>

namespace stampede {
namespace {

std::uint64_t mixed(std::uint64_t z)
{
    z += 0x9e3779b97f4a7c15ULL;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31U);
}

struct Pair {
    std::uint64_t first, second;
};

// The purpose goes into the key, owner and block into the counter: distinct inputs give distinct counters.
Pair philox(std::uint64_t key, std::uint64_t purpose, std::uint64_t owner, std::uint64_t block)
{
    std::uint64_t const full_key = key ^ mixed(purpose);
    r123::Philox4x32 const generator;
    r123::Philox4x32::ctr_type const counter = {
        {static_cast<std::uint32_t>(owner), static_cast<std::uint32_t>(owner >> 32U), static_cast<std::uint32_t>(block),
         static_cast<std::uint32_t>(block >> 32U)}};
    r123::Philox4x32::key_type const words = {
        {static_cast<std::uint32_t>(full_key), static_cast<std::uint32_t>(full_key >> 32U)}};
    auto const out = generator(counter, words);
    return {(static_cast<std::uint64_t>(out[1]) << 32U) | out[0], (static_cast<std::uint64_t>(out[3]) << 32U) | out[2]};
}

}  // namespace

DrawStream::DrawStream(std::uint64_t key, std::uint64_t purpose, std::uint64_t owner)
    : key_{key}, purpose_{purpose}, owner_{owner}
{
}

void DrawStream::refill()
{
    auto const [first, second] = philox(key_, purpose_, owner_, block_++);
    ready_[1] = first;  // handed out from the back, so that the n-th draw equals bits(purpose, owner, n)
    ready_[0] = second;
    left_ = 2;
}

DrawStream::result_type DrawStream::operator()()
{
    if (left_ == 0)
        refill();
    return ready_[--left_];
}

Draws::Draws(std::uint64_t seed, std::uint64_t replicate) : key_{mixed(mixed(seed) + replicate)} {}

std::uint64_t Draws::bits(Purpose purpose, std::uint64_t owner, std::uint64_t counter) const
{
    auto const pair = philox(key_, purpose.code(), owner, counter / 2);
    return counter % 2 == 0 ? pair.first : pair.second;
}

Permutation::Permutation(std::uint64_t size, Draws const& draws, Purpose purpose)
    : size_{size}, key_{draws.bits(purpose, 0)}
{
    unsigned const bits = size > 3 ? static_cast<unsigned>(std::bit_width(size - 1)) : 2;
    right_bits_ = (bits + 1) / 2;
    left_bits_ = bits / 2;
    rounds_ = bits <= 8 ? 16 : 4;  // with few bits a round, it takes more of them before all orders are alike
}

std::uint64_t Permutation::operator()(std::uint64_t index) const
{
    std::uint64_t const left_mask = (1ULL << left_bits_) - 1;
    std::uint64_t const right_mask = (1ULL << right_bits_) - 1;
    do {
        std::uint64_t left = index >> right_bits_;
        std::uint64_t right = index & right_mask;
        for (std::uint64_t round = 0; round < rounds_; round += 2) {
            left ^= mixed(key_ + (round << 56U) + right) & left_mask;
            right ^= mixed(key_ + ((round + 1) << 56U) + left) & right_mask;
        }
        index = (left << right_bits_) | right;
    } while (index >= size_);
    return index;
}

}  // namespace stampede
