#pragma once
// How a coin that promises par stands with its issuer.

#include <cstdint>

#include "model/base/id.hpp"
#include "model/base/quantity.hpp"

namespace stampede {

/// One coin and its issuer. With a sister token nothing is owed on it: it is exchanged for new sister tokens.
struct CoinState {
    InstitutionId issuer;
    AssetId coin, par;     ///< what is issued, and what one of it promises
    AssetId sister;        ///< what it is exchanged for; invalid = for par
    std::int8_t open = 1;  ///< 1: requests are being served, by the issuer's hours and state
    Amount minted{0};      ///< since the start [smallest unit of the coin]
    Amount redeemed{0};    ///< burnt for par or sister tokens since the start [smallest unit of the coin]
    double pool = 0;       ///< virtual pool: coins taken in above equilibrium [par]
    double base = 0;       ///< of the virtual pool; 0 = there is none [par]
    // What everyone can see, for the next step:
    double redeems_at = 1;  ///< brought by the first coin that is redeemed, fee or spread off [par]
    double mints_at = 1;    ///< cost of the first new coin [par]
    double oracle = 0;      ///< price at which sister tokens are counted [par]

    static void members(auto&& member)
    {
        member("issuer", &CoinState::issuer);
        member("coin", &CoinState::coin);
        member("par", &CoinState::par);
        member("sister", &CoinState::sister);
        member("open", &CoinState::open);
        member("minted", &CoinState::minted);
        member("redeemed", &CoinState::redeemed);
        member("pool", &CoinState::pool);
        member("base", &CoinState::base);
        member("redeems_at", &CoinState::redeems_at);
        member("mints_at", &CoinState::mints_at);
        member("oracle", &CoinState::oracle);
    }
};

}  // namespace stampede
