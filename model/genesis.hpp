#pragma once
// The first state of a world: declarations of assets, institutions, exposures and markets become balances.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "model/assets.hpp"
#include "model/mechanisms/trading.hpp"
#include "model/pool_genesis.hpp"
#include "model/population.hpp"
#include "model/protocol_genesis.hpp"
#include "model/world.hpp"

namespace stampede {

/// What an institution has placed with the rest of the world: bills, paper, yield positions.
struct PlacementParameters {
    std::string asset;
    Share share{0};     ///< of all client claims, by value
    double amount = 0;  ///< further coins
    Duration time_to_cash{0};
    Share haircut{0};
    Share yearly_yield{0};
    double wind_up_return = 1;  ///< value per unit at wind-up

    void visit(FieldVisitor& field);
};

/// Declaration of one institution. Its balance sheet is given relative to what its clients claim.
struct InstitutionParameters {
    InstitutionKind kind = InstitutionKind::exchange;
    Share hot{1}, cold{0};                     ///< of client claims, asset by asset
    std::map<std::string, double> tokens;      ///< further coins in hot storage
    std::map<std::string, double> collateral;  ///< haircut on what margin accounts may hold beside money [1]
    std::map<std::string, PlacementParameters> placements;
    std::string token;
    std::string issues, par, sister;       ///< coin that it issues, what one promises, what it is exchanged for instead
    std::string hedge;                     ///< perpetual market in which its treasury may be short
    std::map<std::string, double> hedges;  ///< several of them, with their weights among those of the same coin
    double hedged_at_birth = 0;            ///< leverage of shorts against `tokens` at the start; 0 = none [1]
    Duration cold_lag{4 * 3600.0};
    Duration grace{0};
    Duration wind_up{0};
    bool residual_claims = false;
    bool marked_to_market = false;
    bool discloses = true;
    Share hidden_loss{0};

    void visit(FieldVisitor& field);
};

/// What one institution owns of another at the start.
struct ExposureParameters {
    std::string creditor, debtor, asset;
    ExposureKind kind = ExposureKind::loan;
    double amount = 0;  ///< [coins]
    Duration time_to_cash{0};
    Duration maturity{0};
    Share yearly_yield{0};

    void visit(FieldVisitor& field);
};

/// Everything a world is made of; names in alphabetical order.
struct Declarations {
    std::map<std::string, AssetParameters> assets;
    std::map<std::string, InstitutionParameters> institutions;
    std::map<std::string, ExposureParameters> exposures;
    std::map<std::string, MarketParameters> markets;
    std::map<std::string, PoolParameters> pools;
    std::map<std::string, ProtocolParameters> protocols;
};

/// Institutions, assets, markets, pools, protocols and an empty ledger; populations are not born yet. The curves of the
/// pools go from the declarations into the world.
/// @param population_names  classes after those of the institutions and of the passive makers
[[nodiscard]] std::unique_ptr<World> found_world(Declarations& declared,
                                                 std::vector<std::string> const& population_names, Clock clock,
                                                 Draws const& draws);

/// After the births: balance sheets, placements, exposures, resting accounts, supplies; opens the ledger.
/// @return accounts of those who rest in the books, per market
/// @throws InputError if holders have more of an asset than its declared supply
[[nodiscard]] std::vector<RestingAccounts> endow_world(World& world, Declarations const& declared);

/// Class of the passive makers.
[[nodiscard]] ClassId maker_class(World const& world);

}  // namespace stampede
