#include "experiments/build.hpp"

#include "experiments/time_text.hpp"
#include "model/mechanisms/arrivals.hpp"
#include "model/mechanisms/collateral_sales.hpp"
#include "model/mechanisms/fundamentals.hpp"
#include "model/mechanisms/marking.hpp"
#include "model/mechanisms/perp_marking.hpp"
#include "model/mechanisms/perp_trading.hpp"
#include "model/mechanisms/pool_trading.hpp"
#include "model/mechanisms/redemption.hpp"
#include "model/mechanisms/shocks.hpp"
#include "model/mechanisms/vault_liquidation.hpp"
#include "model/perp_genesis.hpp"

namespace stampede {
namespace {

using Mechanisms = std::vector<std::unique_ptr<Mechanism>>;
using Populations = std::vector<std::unique_ptr<Population>>;

/// Everything that acts, in the order of the step; inside a phase in the order of this list.
Mechanisms make_mechanisms(MechanismParameters rules, std::unique_ptr<Shocks> timeline,
                           std::vector<Trading::Book> books, PerpRules const& perps,
                           std::vector<std::string> const& institutions, std::vector<double> hedges)
{
    Mechanisms all;
    all.push_back(std::make_unique<Fundamentals>());
    all.push_back(std::move(timeline));
    all.push_back(std::make_unique<Signals>(rules.signals));
    all.push_back(std::make_unique<CollateralSales>(rules.margin, institutions));
    all.push_back(std::make_unique<Congestion>(std::move(rules.congestion), institutions));
    all.push_back(std::make_unique<Trading>(rules.trading, std::move(books)));
    all.push_back(std::make_unique<PerpTrading>(rules.trading, perps));
    all.push_back(std::make_unique<PoolTrading>());
    all.push_back(std::make_unique<PerpMarking>(rules.marking, perps));
    all.push_back(std::make_unique<Marking>());
    all.push_back(std::make_unique<Margin>(std::move(rules.margin), institutions));
    auto deleveraging = std::make_unique<Deleveraging>(std::move(rules.deleveraging), institutions);
    std::vector<LossPassing> passing = deleveraging->passing();
    all.push_back(std::move(deleveraging));
    all.push_back(std::make_unique<Redemption>(std::move(rules.redemption), institutions));
    all.push_back(std::make_unique<CoinSwaps>(std::move(rules.swaps), institutions));
    all.push_back(std::make_unique<VaultLiquidation>());
    all.push_back(std::make_unique<Arrivals>());
    all.push_back(std::make_unique<Withdrawals>(std::move(rules.withdrawals), institutions));
    all.push_back(std::make_unique<Treasury>(std::move(rules.treasury), institutions, std::move(hedges)));
    all.push_back(std::make_unique<Contagion>(std::move(rules.contagion), std::move(passing)));
    return all;
}

/// Chance links between the institutions, in alphabetical order, as exposures.
void add_chance_links(Experiment& experiment, Draws const& draws)
{
    std::vector<std::string> names;
    for (auto const& [name, parameters] : experiment.world.institutions)
        names.push_back(name);
    auto const links = experiment.network.links->build(static_cast<std::uint32_t>(names.size()), draws);
    for (std::size_t i = 0; i < links.size(); ++i) {
        ExposureParameters link;
        link.creditor = names.at(links[i].creditor);
        link.debtor = names.at(links[i].debtor);
        link.asset = experiment.network.asset;
        link.amount = links[i].weight;
        link.time_to_cash = experiment.network.time_to_cash;
        link.maturity = experiment.network.maturity;
        experiment.world.exposures.emplace("network " + std::to_string(i), link);
    }
}

/// Numbers the people, makes the social graph, and lets everybody be born.
void populate(World& world, Populations const& populations, std::vector<std::string> const& names,
              SocialNetwork const& social)
{
    std::uint32_t people = 0;
    std::vector<std::uint16_t> homes;
    for (std::size_t i = 0; i < populations.size(); ++i) {
        ClassId const owner_class = ClassId::of(maker_class(world).index() + 1 + i);
        populations[i]->enrol({names[i], owner_class, PersonId{people}});
        people += populations[i]->people();
        auto const own = populations[i]->homes(world);
        homes.insert(homes.end(), own.begin(), own.end());
    }
    world.away.assign(people, 0);
    world.social = social.build(people, homes, world.draws);
    for (auto const& population : populations)
        population->birth(world, world.draws);
}

/// Second of the week of a date in UTC, Monday 00:00 = 0; 0 if there is no date.
std::int64_t second_of_week(std::string const& date)
{
    constexpr std::int64_t week = 7 * 86400, thursday = 3 * 86400;  // 1 January 1970 was a Thursday
    std::optional<double> const seconds_since_1970 = parse_utc(date);
    auto const seconds = seconds_since_1970 ? round_to_integer(*seconds_since_1970) : -thursday;
    return ((seconds + thursday) % week + week) % week;
}

std::vector<std::string> names_of(InstitutionGraph const& institutions)
{
    std::vector<std::string> names;
    for (auto [at, end] = boost::vertices(institutions); at != end; ++at)
        names.push_back(institutions[*at].name);
    return names;
}

}  // namespace

std::unique_ptr<Simulation> build(Experiment experiment, RunOptions const& options,
                                  std::vector<std::unique_ptr<Observer>> observers)
{
    Draws const draws{options.seed, options.replicate};
    add_chance_links(experiment, draws);
    Populations populations;
    std::vector<std::string> names;
    for (auto& [name, population] : experiment.agents) {
        names.push_back(name);
        populations.push_back(population.take());
    }
    Clock const clock{0, experiment.step_seconds, experiment.steps(), second_of_week(experiment.start)};
    std::unique_ptr<World> world = found_world(experiment.world, names, clock, draws);
    world->threads = options.threads;
    world->audits = options.audits;
    world->lazy = options.lazy;
    populate(*world, populations, names, *experiment.social);

    std::vector<RestingAccounts> const resting = endow_world(*world, experiment.world);
    world->ledger.set_audit(options.audits);
    std::vector<double> hedges = hedge_weights(experiment.world);
    std::vector<Trading::Book> books;
    auto const perps = std::make_shared<std::vector<MarketParameters>>();
    for (auto& [name, rules] : experiment.world.markets)
        if (rules.kind == MarketKind::perp)
            perps->push_back(std::move(rules));
        else
            books.push_back({std::move(rules), resting[books.size()]});
    std::vector<Shocks::Entry> entries;
    for (auto& [name, shock] : experiment.shocks)
        entries.push_back({name, shock.take()});
    auto timeline = std::make_unique<Shocks>(std::move(entries));
    timeline->check(*world);
    Mechanisms mechanisms = make_mechanisms(std::move(experiment.mechanisms), std::move(timeline), std::move(books),
                                            perps, names_of(world->institutions), std::move(hedges));
    for (auto const& mechanism : mechanisms)
        mechanism->start(*world);
    return std::make_unique<Simulation>(std::move(world), std::move(populations), std::move(mechanisms),
                                        std::move(observers));
}

std::vector<std::unique_ptr<Mechanism>> default_mechanisms()
{
    return make_mechanisms({}, std::make_unique<Shocks>(std::vector<Shocks::Entry>{}), {},
                           std::make_shared<std::vector<MarketParameters>>(), {}, {});
}

}  // namespace stampede
