#include "model/mechanisms/payout_order.hpp"

#include <algorithm>
#include <limits>
#include <map>

#include "model/cross_standing.hpp"

namespace stampede {
namespace {

/// Requests of equal rank, paid pro rata.
using Rank = std::vector<Payout>;

class Counter {
  public:
    Counter(World const& world, WithdrawalQueue const& queue, AssetId asset, PayoutRules const& rules)
        : world_{world}, queue_{queue}, asset_{asset}, rules_{rules}
    {
    }

    /// What one request wants now: not more than its claim still holds, nor than its user may have.
    [[nodiscard]] Payout wanted(std::size_t index)
    {
        Ask const& ask = queue_[index];
        // Several requests may stand on one claim: the earlier ones use it up.
        auto const [left, fresh] = left_.try_emplace(ask.claim, 0);
        if (fresh)
            left->second = withdrawable(world_, ask.claim);
        Amount const covered = std::min(ask.amount, left->second);
        left->second -= covered;
        Payout payout{index, covered, ask.amount - covered};
        double const balance = world_.usd(asset_, ask.balance);
        double const whole =
            ask.part > 0 ? rules_.user_limit->payable(balance / ask.part, Duration{world_.clock.dt()}) : 0;
        if (whole >= std::numeric_limits<double>::infinity())
            return payout;
        auto const [allowance, fresh_allowance] = allowance_.try_emplace(ask.claim, whole * ask.part);
        double const usd = world_.usd(asset_, payout.amount);
        if (allowance->second < usd)
            payout.amount = std::min(payout.amount, world_.units_worth(asset_, allowance->second));
        allowance->second = std::max(0.0, allowance->second - usd);
        return payout;
    }

  private:
    World const& world_;
    WithdrawalQueue const& queue_;
    AssetId asset_;
    PayoutRules const& rules_;
    std::map<AccountId, Amount> left_;
    std::map<AccountId, double> allowance_;  // [USD] of this step
};

/// Pays one rank out of what is left of the budget.
void pay_rank(World const& world, Rank& rank, Amount& left, std::vector<Payout>& out)
{
    std::vector<Amount> wanted;
    Amount sum{0};
    for (Payout const& payout : rank) {
        wanted.push_back(payout.amount);
        sum += payout.amount;
    }
    if (sum > left) {
        std::uint64_t const key = static_cast<std::uint64_t>(world.clock.step);
        std::vector<Amount> const parts = split(left, wanted, world.draws, "withdrawals/pro rata", key);
        for (std::size_t i = 0; i < rank.size(); ++i)
            rank[i].amount = parts[i];
        sum = left;
    }
    left -= sum;
    out.insert(out.end(), rank.begin(), rank.end());
    rank.clear();
}

}  // namespace

std::vector<Payout> payouts(World const& world, WithdrawalQueue const& queue, AssetId asset, Amount budget,
                            PayoutRules const& rules)
{
    std::vector<Payout> out;
    Counter counter{world, queue, asset, rules};
    Amount left = budget;
    Rank rank;
    std::int32_t step = -1;
    for (std::size_t i = queue.front(); i < queue.size(); ++i) {
        Ask const& ask = queue[i];
        if (ask.step > rules.asked_by)
            break;
        if (ask.amount.value() == 0)
            continue;
        if (rules.discipline == Discipline::fifo && ask.step != step) {
            pay_rank(world, rank, left, out);
            if (left == Amount{0})
                return out;
            step = ask.step;
        }
        rank.push_back(counter.wanted(i));
    }
    if (rules.discipline != Discipline::small_first) {
        pay_rank(world, rank, left, out);
        return out;
    }
    std::stable_sort(rank.begin(), rank.end(), [](Payout const& a, Payout const& b) { return a.amount < b.amount; });
    for (std::size_t begin = 0; begin < rank.size();) {
        std::size_t end = begin;
        while (end < rank.size() && rank[end].amount == rank[begin].amount)
            ++end;
        Rank equals(rank.begin() + static_cast<std::ptrdiff_t>(begin), rank.begin() + static_cast<std::ptrdiff_t>(end));
        pay_rank(world, equals, left, out);
        begin = end;
    }
    return out;
}

}  // namespace stampede
