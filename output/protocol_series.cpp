#include "output/protocol_series.hpp"

#include "model/vaults.hpp"
#include "output/readings.hpp"

namespace stampede {

void ProtocolSeries::each(auto& self, auto&& visit)
{
    visit("collateral_usd", self.collateral_);
    visit("debt_usd", self.debt_);
    visit("health", self.health_);
    visit("stability_usd", self.stable_);
    visit("bad_debt_usd", self.bad_debt_);
    visit("below_one", self.below_one_);
    visit("repaid_usd", self.repaid_);
    visit("seized_usd", self.seized_);
    visit("liquidations", self.liquidations_);
    visit("refused", self.refused_);
}

void ProtocolSeries::start(View& seen)
{
    since_.assign(seen.protocols.size(), {});
}

void ProtocolSeries::see(View& seen)
{
    for (std::size_t i = 0; i < seen.protocols.size(); ++i) {
        VaultFlow const& flow = seen.protocols[i].last;
        since_[i].repaid += flow.repaid_usd;
        since_[i].seized += flow.seized_usd;
        since_[i].liquidations += flow.liquidations;
        since_[i].refused += flow.refused;
    }
}

void ProtocolSeries::add(View& seen)
{
    for (std::size_t i = 0; i < seen.protocols.size(); ++i) {
        Protocol const& protocol = seen.protocols[i];
        Amount const held =
            seen.ledger.claims(protocol.id, protocol.collateral) - seen.ledger.balance(protocol.stable_collateral);
        Amount const debt = seen.ledger.lent(protocol.id, protocol.coin);
        double const collateral_usd = seen.usd(protocol.collateral, held), debt_usd = seen.usd(protocol.coin, debt);
        collateral_.push_back(collateral_usd);
        debt_.push_back(debt_usd);
        health_.push_back(share_of(collateral_usd * protocol.terms.threshold, debt_usd));
        stable_.push_back(seen.usd(protocol.coin, seen.ledger.balance(protocol.stable_coins)));
        bad_debt_.push_back(seen.usd(protocol.coin, Amount{protocol.bad_debt}));
        below_one_.push_back(
            static_cast<std::int64_t>(vaults_below(seen, protocol, 1, oracle_prices(seen, protocol)).size()));
        repaid_.push_back(since_[i].repaid);
        seized_.push_back(since_[i].seized);
        liquidations_.push_back(since_[i].liquidations);
        refused_.push_back(since_[i].refused);
    }
    start(seen);
}

void ProtocolSeries::columns(ColumnVisitor& column)
{
    each(*this, [&](std::string_view name, auto& values) { column(name, values); });
    column("since", since_);
}

void ProtocolSeries::capture(Capture& into) const
{
    each(*this, [&]<class T>(std::string_view name, std::vector<T> const& values) {
        into.column<T>(join("/series/protocol", name)) = values;
    });
}

}  // namespace stampede
