#pragma once
// The working sheet of an integer clearing round: what failed debtors pay to whom, found in double, settled in units.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "model/base/quantity.hpp"
#include "model/base/wide.hpp"
#include "model/graphs/inflow_system.hpp"

namespace stampede {

/// What is open (owed and not written off) between two members, and what of it is paid.
struct PaymentSlot {
    static constexpr std::size_t outside = std::numeric_limits<std::size_t>::max();

    std::size_t debtor, creditor;  ///< the creditor may be `outside`
    std::int64_t open;
    std::int64_t paid = 0;
};

/// floor(share * amount) for 0 <= amount < 2^62, the share taken as a decimal number of 15 places (0.7 is 7/10).
[[nodiscard]] std::int64_t recovered(Share share, Int128 amount);

/// Members with their own means, and the slots between them; standing members pay all, failed ones what they can.
class PaymentSheet {
  public:
    /// @param own  own assets of each that reach its creditors
    PaymentSheet(std::vector<std::int64_t> own, std::vector<bool> failed, std::vector<PaymentSlot> slots,
                 Share claim_recovery);

    /// Fills `paid` of every slot; the rule and its rounding are those of `clearing_round`.
    void pay();
    [[nodiscard]] std::vector<PaymentSlot> const& slots() const { return slots_; }

  private:
    struct Member {
        bool failed = false;
        std::int64_t own = 0;
        std::int64_t open = 0, paid = 0;        // sums over `owes`
        Int128 received = 0;                    // sum of what is paid over `claims`
        std::size_t way_out = 0;                // claims to pass until units find a creditor who passes nothing on
        std::vector<std::size_t> owes, claims;  // slots
    };

    [[nodiscard]] std::vector<double> real_payments() const;
    [[nodiscard]] double inflow(std::size_t member, std::vector<double> const& paid) const;
    [[nodiscard]] InflowSystem round_of(std::vector<std::size_t> const& short_ones,
                                        std::vector<double> const& paid) const;
    void split(std::size_t member, std::int64_t total);
    void find_ways_out();
    [[nodiscard]] std::size_t steps_out(PaymentSlot const& slot) const;
    [[nodiscard]] Int128 means(Member const& member) const;
    void change(Member& debtor, std::int64_t units);
    bool settle(bool raising);

    std::vector<Member> members_;
    std::vector<PaymentSlot> slots_;
    std::vector<std::size_t> failed_;  // farthest from a way out first, once that is known
    Share claim_recovery_;
};

}  // namespace stampede
