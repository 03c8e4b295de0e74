#include "tests/model/tiny_world.hpp"

#include "model/mechanisms/arrivals.hpp"
#include "model/mechanisms/fundamentals.hpp"
#include "model/mechanisms/marking.hpp"

namespace stampede::testing {

void ScriptedClients::birth(World& world, Draws const&)
{
    for (std::size_t i = 0; i < clients.size(); ++i) {
        Client& client = clients[i];
        PersonId const person = PersonId::of(enrolment().first_person.index() + i);
        if (client.venue.empty()) {
            client.claim = world.ledger.open_account({}, world.asset(client.asset), enrolment().owner_class, person);
            client.money = world.ledger.open_account({}, world.asset(client.paid_in), enrolment().owner_class, person);
            world.ledger.endow_wallet(client.claim, coins(client.coins));
            continue;
        }
        client.claim = world.ledger.open_account(world.institution(client.venue), world.asset(client.asset),
                                                 enrolment().owner_class, person);
        world.ledger.endow_claim(client.claim, coins(client.coins));
        ++world.members[world.institution(client.venue).index()];
    }
    awake_ = {0};
}

std::span<Row const> ScriptedClients::wake(View&)
{
    return awake_;
}

void ScriptedClients::decide(View& seen, Draws const&, std::span<Row const>, Intents& wishes)
{
    for (Wish const& wish : script) {
        if (wish.step != seen.clock.step)
            continue;
        AccountId const claim = clients[wish.client].claim;
        if (wish.deed == Deed::withdraw)
            wishes.withdraw({claim, coins(wish.coins), {}, wish.leaves, Cause::calm()});
        else if (wish.deed == Deed::redeposit)
            wishes.deposit({claim, coins(wish.coins), false, Cause::calm()});
        else if (wish.deed == Deed::redeem)
            wishes.redeem({claim, clients[wish.client].money, coins(wish.coins), Cause::calm()});
        else if (wish.deed == Deed::mint)
            wishes.mint({clients[wish.client].money, claim, coins(wish.coins), Cause::calm()});
        else
            trade(seen, wish, wishes);
    }
}

// The client trades from its wallet in the first market.
void ScriptedClients::trade(View& seen, Wish const& wish, Intents& wishes) const
{
    Side const side = wish.deed == Deed::sell ? Side::sell : Side::buy;
    double const any = side == Side::buy ? Order::any_buy_price : Order::any_sell_price;
    wishes.order({MarketId{0},
                  side,
                  {},
                  {},
                  seen.ledger.wallet_of(clients[wish.client].claim),
                  coins(wish.coins),
                  wish.limit > 0 ? wish.limit : any,
                  Channel::fire_sale,
                  Cause::calm()});
}

void Running::go(std::int64_t steps)
{
    for (std::int64_t i = 0; i < steps; ++i) {
        simulation_->step();
        world().ledger.audit_all();
    }
}

namespace {

double in_coins(Amount amount)
{
    return static_cast<double>(amount.value()) / tiny_unit;
}

}  // namespace

double Running::claim(std::size_t client)
{
    return in_coins(world().ledger.balance(account(client)));
}

double Running::wallet(std::size_t client)
{
    AccountId const wallet = world().ledger.wallet_of(account(client));
    return wallet.valid() ? in_coins(world().ledger.balance(wallet)) : 0;
}

double Running::money(std::size_t client)
{
    return in_coins(world().ledger.balance(clients_->clients[client].money));
}

double Running::stored(std::string const& where, std::string const& asset, Storage storage)
{
    return in_coins(world().ledger.stored(id(where), world().asset(asset), storage));
}

double Running::queued(std::string const& venue, std::string const& asset)
{
    return in_coins(world().queues[id(venue).index()][world().asset(asset).index()].total());
}

Exposure& Running::exposure(std::string const& creditor, std::string const& debtor)
{
    auto const [edge, found] = boost::edge(id(creditor).index(), id(debtor).index(), world().institutions);
    ensure(found, "test asks for an exposure that is not there: " + creditor + " to " + debtor);
    return world().institutions[edge];
}

double Running::lost(std::string const& owner_class, Channel channel)
{
    auto const& classes = world().ledger.wealth().classes();
    auto const found = std::find(classes.begin(), classes.end(), owner_class);
    ensure(found != classes.end(), "test asks for an unknown class " + owner_class);
    auto const owner = ClassId::of(static_cast<std::size_t>(found - classes.begin()));
    return static_cast<double>(world().ledger.wealth().loss(owner, channel).value()) * 1e-6;
}

double Running::equity(std::string const& institution)
{
    return static_cast<double>(world().disclosed_equity(id(institution)).value()) * 1e-6;
}

int Running::count(EventKind kind)
{
    Events const& events = world().events;
    int found = 0;
    for (std::size_t i = 0; i < events.size(); ++i)
        found += events.kind(i) == kind ? 1 : 0;
    return found;
}

EventId Running::last(EventKind kind)
{
    Events const& events = world().events;
    for (std::size_t i = events.size(); i > 0; --i)
        if (events.kind(i - 1) == kind)
            return EventId::of(i - 1);
    throw BrokenInvariant{"test asks for an event that never happened: " + std::string{name_of(kind)}};
}

std::vector<EventKind> Running::causes(EventId event)
{
    Events const& events = world().events;
    std::vector<EventKind> kinds;
    for (std::size_t i = 0; i < events.link_child().size(); ++i)
        if (events.link_child()[i] == event)
            kinds.push_back(events.kind(events.link_parent()[i].index()));
    return kinds;
}

TinyWorld::TinyWorld(std::int64_t step_seconds) : step_seconds_{step_seconds}
{
    AssetParameters& dollar = declared.assets["USD"];
    dollar.kind = AssetKind::fiat;
    dollar.decimals = 6;
    AssetParameters& coin = declared.assets["COIN"];
    coin.decimals = 6;
    coin.price = Price{100};
    choose(treasury.rules.policy, "static", {{"hot_share", 0}});
}

std::size_t TinyWorld::client(std::string venue, std::string asset, double coins, std::string paid_in)
{
    clients_->clients.push_back({std::move(venue), std::move(asset), coins, std::move(paid_in)});
    return clients_->clients.size() - 1;
}

MarketParameters& TinyWorld::market(std::string const& venue, double depth)
{
    MarketParameters& rules = declared.markets[venue + " COIN/USD"];
    rules.venue = venue;
    rules.base = "COIN";
    rules.quote = "USD";
    rules.depth = depth;
    rules.edges = {0.01, 0.1};
    rules.profile = {1, 1};
    rules.floor = Share{0};
    rules.half_spread = Share{0};
    return rules;
}

InstitutionParameters& TinyWorld::issuer(std::string const& name, double coins)
{
    AssetParameters& coin = declared.assets["PAR"];
    coin.kind = AssetKind::stablecoin;
    coin.decimals = 6;
    coin.supply = coins;
    InstitutionParameters& issuer = declared.institutions[name];
    issuer.kind = InstitutionKind::issuer;
    issuer.issues = "PAR";
    issuer.par = "USD";
    return issuer;
}

ExposureParameters& TinyWorld::lend(std::string const& creditor, std::string const& debtor, double coins)
{
    ExposureParameters& loan = declared.exposures[creditor + " to " + debtor];
    loan.creditor = creditor;
    loan.debtor = debtor;
    loan.asset = "USD";
    loan.amount = coins;
    return loan;
}

void TinyWorld::shock(std::string const& name, std::string const& kind, std::map<std::string, double> numbers,
                      std::map<std::string, std::string> texts)
{
    timeline_.push_back({name, made<Shock>(kind, std::move(numbers), std::move(texts))});
}

Running TinyWorld::start(std::int64_t steps, std::vector<std::unique_ptr<Observer>> observers)
{
    std::unique_ptr<World> world =
        found_world(declared, {"clients"}, Clock{0, step_seconds_, steps, start_second}, Draws{20221108, 0});
    clients_->enrol({"clients", ClassId::of(maker_class(*world).index() + 1), PersonId{0}});
    world->away.assign(clients_->people(), 0);
    clients_->birth(*world, world->draws);
    std::vector<RestingAccounts> const resting = endow_world(*world, declared);
    world->audits = true;
    world->ledger.set_audit(true);
    Signals{signals}.start(*world);

    std::vector<std::string> names;
    for (std::size_t i = 0; i < world->institution_count(); ++i)
        names.push_back(world->institutions[i].name);
    auto window = std::make_unique<Redemption>(std::move(redemption), names);
    window->start(*world);
    CoinSwaps{swaps, names}.start(*world);
    std::vector<Trading::Book> books;
    for (auto& [name, rules] : declared.markets)
        books.push_back({std::move(rules), resting[books.size()]});
    std::vector<std::unique_ptr<Mechanism>> mechanisms;
    mechanisms.push_back(std::make_unique<Fundamentals>());
    mechanisms.push_back(std::make_unique<Shocks>(std::move(timeline_)));
    mechanisms.push_back(std::make_unique<Signals>(signals));
    mechanisms.push_back(std::make_unique<Trading>(trading, std::move(books)));
    mechanisms.push_back(std::make_unique<Marking>());
    mechanisms.push_back(std::move(window));
    mechanisms.push_back(std::make_unique<CoinSwaps>(std::move(swaps), names));
    mechanisms.push_back(std::make_unique<Arrivals>());
    mechanisms.push_back(std::make_unique<Withdrawals>(std::move(withdrawals), names));
    mechanisms.push_back(std::make_unique<Treasury>(std::move(treasury), names));
    mechanisms.push_back(std::make_unique<Contagion>(std::move(contagion)));
    std::vector<std::unique_ptr<Population>> populations;
    ScriptedClients const& clients = *clients_;
    populations.push_back(std::move(clients_));
    return {std::make_unique<Simulation>(std::move(world), std::move(populations), std::move(mechanisms),
                                         std::move(observers)),
            clients};
}

}  // namespace stampede::testing
