#include "model/policies/constant_product.hpp"

#include <cmath>

namespace stampede {

Big ConstantProduct::size(std::span<Big const> balances) const
{
    return boost::multiprecision::sqrt(Big{balances[0] * balances[1]});
}

Big ConstantProduct::balance_at(std::span<Big const> balances, std::size_t coin, Big const& size) const
{
    return size * size / balances[1 - coin];
}

double ConstantProduct::price(std::span<double const> balances, std::size_t in, std::size_t out) const
{
    return balances[out] / balances[in];
}

Big ConstantProduct::output(std::span<Big const> balances, std::size_t in, std::size_t out, Big const& amount,
                            PoolFee fee) const
{
    Big const given = amount * (PoolFee::whole - fee.parts);
    return given * balances[out] / (balances[in] * PoolFee::whole + given);
}

double impermanent_loss(double price_factor)
{
    return 2 * std::sqrt(price_factor) / (1 + price_factor) - 1;
}

}  // namespace stampede
