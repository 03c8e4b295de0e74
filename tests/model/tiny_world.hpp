#pragma once
// A world small enough to reckon by hand, with clients that do what a test tells them, and every audit on.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "model/genesis.hpp"
#include "model/mechanisms/coin_swaps.hpp"
#include "model/mechanisms/contagion.hpp"
#include "model/mechanisms/redemption.hpp"
#include "model/mechanisms/shocks.hpp"
#include "model/mechanisms/signals.hpp"
#include "model/mechanisms/treasury.hpp"
#include "model/mechanisms/withdrawals.hpp"
#include "model/simulation.hpp"
#include "tests/support/fields.hpp"

namespace stampede::testing {

/// Smallest units of every asset of a tiny world in one coin.
inline constexpr double tiny_unit = 1e6;
/// One of them, and a little for the rounding of sums [coins].
inline constexpr double one_unit = 1.0000001 / tiny_unit;

[[nodiscard]] constexpr Amount coins(double count)
{
    return Amount{round_to_integer(count * tiny_unit)};
}

/// Clients with one claim each, all of one class; what they wish is written down beforehand.
class ScriptedClients final : public Population {
  public:
    struct Client {
        std::string venue, asset;  ///< no venue = a wallet, with one of `paid_in` beside it
        double coins;
        std::string paid_in = "USD";
        AccountId claim = {}, money = {};
    };
    enum class Deed { withdraw, redeposit, sell, buy, redeem, mint };
    struct Wish {
        std::int64_t step;
        std::size_t client;
        Deed deed;
        double coins;
        double limit = 0;
        bool leaves = false;
    };

    void visit(FieldVisitor&) override {}
    [[nodiscard]] std::uint32_t people() const override { return static_cast<std::uint32_t>(clients.size()); }
    void birth(World& world, Draws const& draws) override;
    [[nodiscard]] std::span<Row const> wake(View& seen) override;
    void decide(View& seen, Draws const& draws, std::span<Row const> awake, Intents& wishes) override;
    void columns(ColumnVisitor&) override {}

    std::vector<Client> clients;
    std::vector<Wish> script;

  private:
    void trade(View& seen, Wish const& wish, Intents& wishes) const;

    std::vector<Row> awake_;
};

/// A simulation under way.
class Running {
  public:
    Running(std::unique_ptr<Simulation> simulation, ScriptedClients const& clients)
        : simulation_{std::move(simulation)}, clients_{&clients}
    {
    }
    /// Takes so many steps.
    void go(std::int64_t steps = 1);
    [[nodiscard]] World& world() { return simulation_->changeable_world(); }
    [[nodiscard]] Simulation& simulation() { return *simulation_; }

    [[nodiscard]] InstitutionId id(std::string const& name) { return world().institution(name); }
    [[nodiscard]] VenueSignals& signal(std::string const& name) { return world().signals[id(name).index()]; }
    [[nodiscard]] Status status(std::string const& name) { return world().institutions[id(name).index()].status; }
    [[nodiscard]] AccountId account(std::size_t client) const { return clients_->clients[client].claim; }
    /// All of these in coins.
    [[nodiscard]] double claim(std::size_t client);
    [[nodiscard]] double wallet(std::size_t client);
    /// In the wallet that stands beside a client's wallet.
    [[nodiscard]] double money(std::size_t client);
    [[nodiscard]] double stored(std::string const& where, std::string const& asset, Storage storage = Storage::hot);
    [[nodiscard]] double queued(std::string const& venue, std::string const& asset);
    /// First exposure of a creditor to a debtor.
    [[nodiscard]] Exposure& exposure(std::string const& creditor, std::string const& debtor);
    /// What a class lost through a channel [USD].
    [[nodiscard]] double lost(std::string const& owner_class, Channel channel);
    [[nodiscard]] double equity(std::string const& institution);

    [[nodiscard]] int count(EventKind kind);
    /// Last event of a kind. @throws BrokenInvariant if there was none
    [[nodiscard]] EventId last(EventKind kind);
    [[nodiscard]] Happening what(EventId event) { return world().events.happening(event.index()); }
    /// Kinds of the parents of an event, in their order.
    [[nodiscard]] std::vector<EventKind> causes(EventId event);

  private:
    std::unique_ptr<Simulation> simulation_;
    ScriptedClients const* clients_;
};

/// Everything a tiny world is made of; filled by a test, then started once.
class TinyWorld {
  public:
    /// Assets USD at 1 and COIN at 100 dollars, both of 6 decimals; no institutions.
    explicit TinyWorld(std::int64_t step_seconds = 600);

    /// @return index of the client
    std::size_t client(std::string venue, std::string asset, double coins, std::string paid_in = "USD");
    void wish(ScriptedClients::Wish const& wish) { clients_->script.push_back(wish); }
    void ask(std::int64_t step, std::size_t client, double coins, bool leaves = false)
    {
        wish({step, client, ScriptedClients::Deed::withdraw, coins, 0, leaves});
    }
    InstitutionParameters& institution(std::string const& name) { return declared.institutions[name]; }
    /// A market of COIN in USD at a venue without spread, the same depth in dollars inside each 1 % up to 10 %.
    MarketParameters& market(std::string const& venue, double depth);
    /// An issuer of so many coins "PAR" that promise a dollar each.
    InstitutionParameters& issuer(std::string const& name, double coins);
    ExposureParameters& lend(std::string const& creditor, std::string const& debtor, double coins);
    void shock(std::string const& name, std::string const& kind, std::map<std::string, double> numbers,
               std::map<std::string, std::string> texts = {});
    [[nodiscard]] Running start(std::int64_t steps = 1000, std::vector<std::unique_ptr<Observer>> observers = {});

    Declarations declared;
    std::int64_t start_second = 0;  ///< of the week [s]
    Signals::Parameters signals;
    Trading::Parameters trading;
    Redemption::Parameters redemption;
    CoinSwaps::Parameters swaps;
    Withdrawals::Parameters withdrawals;
    Treasury::Parameters treasury;
    Contagion::Parameters contagion;

  private:
    std::int64_t step_seconds_;
    std::vector<Shocks::Entry> timeline_;
    std::unique_ptr<ScriptedClients> clients_ = std::make_unique<ScriptedClients>();
};

/// Chooses a rule by name and sets its parameters.
template <class Base>
void choose(Choice<Base>& slot, std::string_view kind, std::map<std::string, double> numbers = {})
{
    ensure(slot.choose(kind), "test asks for an unknown kind " + std::string{kind});
    set(slot, std::move(numbers));
}

}  // namespace stampede::testing
