#include "model/contract.hpp"

namespace stampede {

double value_of(double size, Contract const& contract, Price price)
{
    double const whole = size / contract.size_unit * contract.settle_unit;
    return contract.kind == ContractKind::linear ? whole * price.value() : -whole / price.value();
}

Amount value_of(Units size, Contract const& contract, Price price)
{
    return Amount{round_to_integer(value_of(static_cast<double>(size.value()), contract, price))};
}

double notional(Units size, Contract const& contract, Price price)
{
    double const value = value_of(static_cast<double>(size.value()), contract, price);
    return value < 0 ? -value : value;
}

}  // namespace stampede
