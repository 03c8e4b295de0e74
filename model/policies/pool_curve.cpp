#include "model/policies/pool_curve.hpp"

#include "model/policies/constant_product.hpp"
#include "model/policies/constant_sum.hpp"
#include "model/policies/stable_swap.hpp"

namespace stampede {

Big PoolCurve::output(std::span<Big const> balances, std::size_t in, std::size_t out, Big const& amount,
                      PoolFee fee) const
{
    Balances after{balances.begin(), balances.end()};
    after[in] += amount * (PoolFee::whole - fee.parts) / PoolFee::whole;
    // One unit less: the root of an integer equation is only known to the next unit.
    Big const left = balance_at(after, out, size(balances)) + 1;
    return left < balances[out] ? Big{balances[out] - left} : Big{0};
}

template <>
Roster<PoolCurve> const& roster<PoolCurve>()
{
    static Roster<PoolCurve> const curves{
        "pool curve",
        {
            entry<PoolCurve, StableSwap>("stableswap", "nearly one for one until a coin runs short"),
            entry<PoolCurve, ConstantProduct>("constant_product", "the product of the two balances stays what it is"),
            entry<PoolCurve, ConstantSum>("constant_sum", "one for one while it lasts: a peg-stability module"),
        }};
    return curves;
}

}  // namespace stampede
