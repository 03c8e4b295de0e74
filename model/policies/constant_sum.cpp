#include "model/policies/constant_sum.hpp"

#include <numeric>

namespace stampede {

Big ConstantSum::size(std::span<Big const> balances) const
{
    return std::accumulate(balances.begin(), balances.end(), Big{0});
}

Big ConstantSum::balance_at(std::span<Big const> balances, std::size_t coin, Big const& size) const
{
    Big const others = this->size(balances) - balances[coin];
    return others < size ? Big{size - others} : Big{0};
}

Big ConstantSum::output(std::span<Big const> balances, std::size_t, std::size_t out, Big const& amount,
                        PoolFee fee) const
{
    Big const paid = amount * (PoolFee::whole - fee.parts) / PoolFee::whole;
    return paid <= balances[out] ? paid : Big{0};
}

}  // namespace stampede
