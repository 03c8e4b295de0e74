#include "output/class_series.hpp"

namespace stampede {

namespace {

double usd(MicroUsd value)
{
    return static_cast<double>(value.value()) * 1e-6;
}

}  // namespace

void ClassSeries::add(View& seen)
{
    WealthBook const& wealth = seen.ledger.wealth();
    for (std::size_t i = 0; i < wealth.classes().size(); ++i) {
        wealth_.push_back(usd(wealth.wealth(ClassId::of(i))));
        inflow_.push_back(usd(wealth.inflow(ClassId::of(i))));
    }
}

void ClassSeries::columns(ColumnVisitor& column)
{
    column("wealth_usd", wealth_, "USD");
    column("net_inflow_usd", inflow_, "USD");
}

void ClassSeries::capture(Capture& into) const
{
    into.column<double>("/series/class/wealth_usd") = wealth_;
    into.column<double>("/series/class/net_inflow_usd") = inflow_;
}

void capture_losses(Capture& into, View& seen)
{
    auto& dollars = into.column<double>("/losses/loss_usd");
    auto& exact = into.column<std::int64_t>("/losses/loss_micro_usd");
    WealthBook const& wealth = seen.ledger.wealth();
    for (std::size_t i = 0; i < wealth.classes().size(); ++i)
        for (std::size_t channel = 0; channel < channel_count; ++channel) {
            MicroUsd const loss = wealth.loss(ClassId::of(i), static_cast<Channel>(channel));
            dollars.push_back(usd(loss));
            exact.push_back(loss.value());
        }
}

}  // namespace stampede
