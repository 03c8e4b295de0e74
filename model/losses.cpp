#include "model/losses.hpp"

#include <fmt/core.h>

#include <cmath>

#include "model/base/check.hpp"
#include "model/base/fine.hpp"

namespace stampede {

namespace {

/// Half of what a number of micro-USD may be, so that the gain from one value to another fits too [USD].
constexpr double largest_value = 4.6e12;

[[noreturn]] void refuse(std::string const& holder, double usd)
{
    throw InputError{
        fmt::format("{} is worth {:.3g} USD; the books hold up to {:.1e} USD. Use smaller amounts, depths or prices.",
                    holder, usd, largest_value)};
}

}  // namespace

std::string_view name_of(Channel channel)
{
    constexpr std::array<std::string_view, channel_count> names = {
        "price", "liquidation", "adl", "socialised", "run", "fire_sale", "depeg", "default", "fee", "operational"};
    return names.at(static_cast<std::size_t>(channel));
}

MicroUsd value_of(Amount amount, Price price, double unit)
{
    double const usd = static_cast<double>(amount.value()) / unit * price.value();
    if (!(usd > -largest_value && usd < largest_value))
        refuse("what one class holds of one asset at one place", usd);
    return MicroUsd{round_to_integer(usd * 1e6)};
}

WealthBook::WealthBook(std::vector<std::string> classes, std::size_t places, std::vector<double> units)
    : names_{std::move(classes)}, places_{places + 1}, units_{std::move(units)}, price_(units_.size(), 0.0)
{
    std::size_t const cells = names_.size() * places_ * units_.size();
    holding_.resize(cells);
    value_.resize(cells);
    wealth_.resize(names_.size());
    initial_.resize(names_.size());
    inflow_.resize(names_.size());
    loss_.resize(names_.size() * channel_count);
}

void WealthBook::endow(ClassId owner, std::size_t place, AssetId asset, Amount amount)
{
    holding_[cell(owner, place, asset)] += amount;
}

void WealthBook::quote(AssetId asset, Price price)
{
    price_[asset.index()] = price.value();
}

void WealthBook::open()
{
    for (std::size_t owner = 0; owner < names_.size(); ++owner) {
        MicroUsd sum{0};
        double usd = 0;  // of all cells, in a number that cannot overflow
        for (std::size_t place = 0; place < places_; ++place)
            for (std::size_t asset = 0; asset < units_.size(); ++asset) {
                std::size_t const at = cell(ClassId::of(owner), place, AssetId::of(asset));
                revalued(at, AssetId::of(asset));
                usd += std::abs(static_cast<double>(value_[at].value())) * 1e-6;
                if (usd > largest_value)
                    refuse("what " + names_[owner] + " holds and owes", usd);
                sum += value_[at];
            }
        for (std::size_t contract = 0; contract < contracts_.size(); ++contract)
            sum += (open_value_[place_of(ClassId::of(owner), PerpId::of(contract))] =
                        worth(ClassId::of(owner), PerpId::of(contract)));
        wealth_[owner] = initial_[owner] = sum;
        inflow_[owner] = MicroUsd{0};
    }
    loss_.assign(loss_.size(), MicroUsd{0});
}

MicroUsd WealthBook::revalued(std::size_t at, AssetId asset)
{
    MicroUsd const now = value_of(holding_[at], Price{price_[asset.index()]}, units_[asset.index()]);
    MicroUsd const gain = now - value_[at];
    value_[at] = now;
    return gain;
}

void WealthBook::book(ClassId owner, Channel channel, MicroUsd gain)
{
    wealth_[owner.index()] += gain;
    loss_[owner.index() * channel_count + static_cast<std::size_t>(channel)] -= gain;
}

void WealthBook::change(ClassId owner, std::size_t place, AssetId asset, Amount amount, Channel channel)
{
    std::size_t const at = cell(owner, place, asset);
    holding_[at] += amount;
    book(owner, channel, revalued(at, asset));
}

void WealthBook::inflow(ClassId owner, std::size_t place, AssetId asset, Amount amount)
{
    std::size_t const at = cell(owner, place, asset);
    holding_[at] += amount;
    MicroUsd const gain = revalued(at, asset);
    wealth_[owner.index()] += gain;
    inflow_[owner.index()] += gain;
}

void WealthBook::rebook(ClassId owner, MicroUsd amount, Channel from, Channel to)
{
    loss_[owner.index() * channel_count + static_cast<std::size_t>(from)] -= amount;
    loss_[owner.index() * channel_count + static_cast<std::size_t>(to)] += amount;
}

void WealthBook::book(ClassId owner, std::span<ChannelWeight const> weights, MicroUsd gain)
{
    double total = 0;
    for (ChannelWeight const& part : weights)
        total += part.weight;
    // All but the last part are rounded; the last takes what is left, so that the parts sum to the gain.
    MicroUsd left = gain;
    for (std::size_t i = 0; i + 1 < weights.size(); ++i) {
        MicroUsd const part{round_to_integer(static_cast<double>(gain.value()) * (weights[i].weight / total))};
        book(owner, weights[i].channel, part);
        left -= part;
    }
    book(owner, weights.empty() ? Channel::price : weights.back().channel, left);
}

void WealthBook::revalue(AssetId asset, Price price, std::span<ChannelWeight const> weights)
{
    price_[asset.index()] = price.value();
    for (std::size_t owner = 0; owner < names_.size(); ++owner) {
        MicroUsd gain{0};
        for (std::size_t place = 0; place < places_; ++place) {
            std::size_t const at = cell(ClassId::of(owner), place, asset);
            if (holding_[at].value() != 0 || value_[at].value() != 0)
                gain += revalued(at, asset);
        }
        for (std::size_t contract = 0; contract < contracts_.size(); ++contract)
            if (contracts_[contract].settle == asset)
                gain += revalued(ClassId::of(owner), PerpId::of(contract));
        book(ClassId::of(owner), weights, gain);
    }
}

PerpId WealthBook::add_contract(AssetId settle, Contract const& contract, Price mark)
{
    contracts_.push_back({settle, contract, mark});
    size_.resize(contracts_.size() * names_.size());
    base_cost_.resize(size_.size());
    open_value_.resize(size_.size());
    return PerpId::of(contracts_.size() - 1);
}

MicroUsd WealthBook::worth(ClassId owner, PerpId contract) const
{
    std::size_t const at = place_of(owner, contract);
    Terms const& terms = contracts_[contract.index()];
    double const value = value_of(static_cast<double>(size_[at].value()), terms.contract, terms.mark);
    Amount const units{round_to_integer(value - static_cast<double>(floored(paid(owner, contract)).value()))};
    return value_of(units, price(terms.settle), unit(terms.settle));
}

MicroUsd WealthBook::revalued(ClassId owner, PerpId contract)
{
    MicroUsd& value = open_value_[place_of(owner, contract)];
    MicroUsd const now = worth(owner, contract), gain = now - value;
    value = now;
    return gain;
}

void WealthBook::endow_contract(ClassId owner, PerpId contract, Units size, Amount cost)
{
    size_[place_of(owner, contract)] += size;
    base_cost_[place_of(owner, contract)] +=
        cost.value() * fine_unit - static_cast<Int128>(size.value()) * contracts_[contract.index()].funding_index;
}

void WealthBook::change_contract(ClassId owner, PerpId contract, Units size, Amount cost, Channel channel)
{
    endow_contract(owner, contract, size, cost);
    book(owner, channel, revalued(owner, contract));
}

void WealthBook::pay_funding(PerpId contract, std::int64_t rate, Channel channel)
{
    contracts_[contract.index()].funding_index += rate;
    for (std::size_t owner = 0; owner < names_.size(); ++owner)
        book(ClassId::of(owner), channel, revalued(ClassId::of(owner), contract));
}

void WealthBook::remark(PerpId contract, Price mark, std::span<ChannelWeight const> weights)
{
    contracts_[contract.index()].mark = mark;
    for (std::size_t owner = 0; owner < names_.size(); ++owner)
        book(ClassId::of(owner), weights, revalued(ClassId::of(owner), contract));
}

MicroUsd WealthBook::loss(ClassId owner) const
{
    return initial_[owner.index()] + inflow_[owner.index()] - wealth_[owner.index()];
}

void WealthBook::audit() const
{
    for (std::size_t owner = 0; owner < names_.size(); ++owner) {
        MicroUsd channels{0}, cells{0};
        for (std::size_t channel = 0; channel < channel_count; ++channel)
            channels += loss_[owner * channel_count + channel];
        for (std::size_t i = 0; i < places_ * units_.size(); ++i) {
            std::size_t const at = owner * places_ * units_.size() + i, asset = i % units_.size();
            MicroUsd const now = value_of(holding_[at], Price{price_[asset]}, units_[asset]);
            ensure(value_[at] == now, [&] {
                return fmt::format("a cell of class {} is booked at {} micro-USD, it is worth {}", names_[owner],
                                   value_[at].value(), now.value());
            });
            cells += now;
        }
        for (std::size_t i = 0; i < contracts_.size(); ++i) {
            MicroUsd const booked = open_value_[place_of(ClassId::of(owner), PerpId::of(i))];
            MicroUsd const now = worth(ClassId::of(owner), PerpId::of(i));
            ensure(booked == now, [&] {
                return fmt::format("contract {} of class {} is booked at {} micro-USD, it is worth {}", i,
                                   names_[owner], booked.value(), now.value());
            });
            cells += now;
        }
        ensure(channels == loss(ClassId::of(owner)), [&] {
            return fmt::format("losses of class {} by channel sum to {} micro-USD, its wealth fell by {}",
                               names_[owner], channels.value(), loss(ClassId::of(owner)).value());
        });
        ensure(cells == wealth_[owner], [&] {
            return fmt::format("cells of class {} are worth {} micro-USD, its wealth is {}", names_[owner],
                               cells.value(), wealth_[owner].value());
        });
    }
}

void WealthBook::columns(ColumnVisitor& column)
{
    column("price", price_, "USD/coin");
    column("holding", holding_, "smallest unit");
    column("value", value_, "1e-6 USD");
    column("wealth", wealth_, "1e-6 USD");
    column("initial", initial_, "1e-6 USD");
    column("inflow", inflow_, "1e-6 USD");
    column("loss", loss_, "1e-6 USD");
    if (contracts_.empty())
        return;
    Column<Price> marks;
    Column<std::int64_t> indices;
    for (Terms const& terms : contracts_) {
        marks.push_back(terms.mark);
        indices.push_back(terms.funding_index);
    }
    column("mark", marks, "quote/base");
    column("funding_index", indices, "2^-32 smallest units per unit of size");
    for (std::size_t i = 0; i < contracts_.size(); ++i) {
        contracts_[i].mark = marks[i];
        contracts_[i].funding_index = indices[i];
    }
    column("size", size_, "units of size");
    Column<Amount> costs;
    Column<std::int64_t> rests;
    for (Int128 const cost : base_cost_) {
        costs.push_back(floored(cost));
        rests.push_back(static_cast<std::int64_t>(cost - floor_units(cost) * fine_unit));
    }
    column("cost", costs, "smallest unit");
    column("cost_rest", rests, "2^-32 smallest units");
    for (std::size_t i = 0; i < base_cost_.size(); ++i)
        base_cost_[i] = costs[i].value() * fine_unit + rests[i];
    column("open value", open_value_, "1e-6 USD");
}

}  // namespace stampede
