#pragma once
// Luck by key: a draw is a function of (seed, replicate, purpose, owner, counter) and of nothing else.

#include <cstdint>
#include <limits>
#include <string_view>

namespace stampede {

/// What a draw is for; made from a text at compile time, so that no list has to know them all.
class Purpose {
  public:
    constexpr Purpose(char const* name) : Purpose{std::string_view{name}} {}
    constexpr explicit Purpose(std::string_view name) { add(name); }
    [[nodiscard]] constexpr std::uint64_t code() const { return code_; }
    /// The same purpose for another party, e.g. a population of this name.
    [[nodiscard]] constexpr Purpose of(std::string_view party) const
    {
        Purpose longer{*this};
        longer.add(" of ");
        longer.add(party);
        return longer;
    }

  private:
    constexpr void add(std::string_view text)
    {
        for (char const letter : text)
            code_ = (code_ ^ static_cast<unsigned char>(letter)) * 0x100000001b3ULL;  // FNV-1a
    }

    std::uint64_t code_ = 0xcbf29ce484222325ULL;
};

/// The generator of one owner and purpose: the draws with counter 0, 1, 2, ...
/// Models the generator concept of Boost.Random.
class DrawStream {
  public:
    using result_type = std::uint64_t;
    static constexpr result_type(min)() { return 0; }
    static constexpr result_type(max)() { return std::numeric_limits<result_type>::max(); }

    DrawStream(std::uint64_t key, std::uint64_t purpose, std::uint64_t owner);
    result_type operator()();
    /// Uniform on [0, 1) with 53 bits.
    double uniform() { return static_cast<double>((*this)() >> 11U) * 0x1p-53; }

  private:
    void refill();

    std::uint64_t key_, purpose_, owner_, block_ = 0;
    std::uint64_t ready_[2] = {0, 0};
    unsigned left_ = 0;
};

/// All luck of one run. Philox4x32-10.
/// @source Salmon, Moraes, Dror, Shaw, SC11, 2011 (library Random123)
class Draws {
  public:
    Draws() = default;
    /// Replicates of one seed share nothing; arms of one replicate share everything.
    Draws(std::uint64_t seed, std::uint64_t replicate);

    [[nodiscard]] std::uint64_t bits(Purpose purpose, std::uint64_t owner, std::uint64_t counter = 0) const;
    /// Uniform on [0, 1).
    [[nodiscard]] double uniform(Purpose purpose, std::uint64_t owner, std::uint64_t counter = 0) const
    {
        return static_cast<double>(bits(purpose, owner, counter) >> 11U) * 0x1p-53;
    }
    /// Uniform on (0, 1), safe for quantile functions.
    [[nodiscard]] double inner_uniform(Purpose purpose, std::uint64_t owner, std::uint64_t counter = 0) const
    {
        return (static_cast<double>(bits(purpose, owner, counter) >> 12U) + 0.5) * 0x1p-52;
    }
    [[nodiscard]] DrawStream stream(Purpose purpose, std::uint64_t owner = 0) const
    {
        return DrawStream{key_, purpose.code(), owner};
    }

  private:
    std::uint64_t key_ = 0;
};

/// A keyed shuffle of 0 .. size-1, evaluated one index at a time (a Feistel network with cycle walking,
/// on less than twice the size).
class Permutation {
  public:
    Permutation(std::uint64_t size, Draws const& draws, Purpose purpose);
    [[nodiscard]] std::uint64_t operator()(std::uint64_t index) const;

  private:
    std::uint64_t size_, key_;
    unsigned left_bits_, right_bits_, rounds_;
};

}  // namespace stampede
