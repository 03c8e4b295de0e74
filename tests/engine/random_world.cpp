#include "tests/engine/random_world.hpp"

#include <fmt/format.h>

#include <array>
#include <vector>

#include "agents/run_rule.hpp"
#include "model/base/roster.hpp"
#include "model/mechanisms/contagion.hpp"
#include "model/mechanisms/deleveraging.hpp"
#include "model/mechanisms/margin.hpp"
#include "model/mechanisms/trading.hpp"
#include "model/mechanisms/treasury.hpp"
#include "model/mechanisms/withdrawals.hpp"
#include "model/policies/haircut_rule.hpp"
#include "model/policies/pool_curve.hpp"
#include "model/shock.hpp"
#include "networks/institution_network.hpp"
#include "networks/social_network.hpp"

namespace stampede::testing {

namespace {

constexpr char const* venues[] = {"Alpha", "Beta", "Gamma"};

/// Draws the parts of one world. Kinds of rules go round with the number of the world, so that none is left out.
class Maker {
  public:
    explicit Maker(std::uint64_t number) : number_{number} {}
    [[nodiscard]] std::string members()
    {
        step_ = std::array{300, 600, 1800}.at(static_cast<std::size_t>(between("1", 0, 3)));
        std::string text = fmt::format(R"("step_seconds": {}, "days": {}, )", step_, 201 * step_ / 86400.0);
        for (auto const part : {&Maker::assets, &Maker::institutions, &Maker::links, &Maker::markets, &Maker::pools,
                                &Maker::social, &Maker::agents, &Maker::mechanisms, &Maker::shocks})
            text += (this->*part)();
        return text + R"("record": ["series", "events", "network", "agents"])";
    }

  private:
    /// Draws are keyed by a label (and `scope_`), so that the order in which C++ evaluates them does not matter.
    [[nodiscard]] double between(std::string_view label, double low, double high) const
    {
        Purpose const purpose = Purpose{"random world"}.of(scope_).of(label);
        return low + (high - low) * draws_.uniform(purpose, number_);
    }
    [[nodiscard]] bool chance(std::string_view label, double p) const { return between(label, 0, 1) < p; }
    [[nodiscard]] std::string one_of(std::string_view label, std::vector<std::string> const& words) const
    {
        return words[static_cast<std::size_t>(between(label, 0, static_cast<double>(words.size())))];
    }
    [[nodiscard]] std::string venue(std::string_view label) const
    {
        return venues[static_cast<std::size_t>(between(label, 0, 3))];
    }
    [[nodiscard]] double hours(double share) const { return share * 200 * step_ / 3600; }

    /// The roster's entry whose turn it is. @param turn  differs between slots of the same family
    template <class Base>
    [[nodiscard]] std::string_view kind(std::uint64_t turn = 0)
    {
        auto const& entries = roster<Base>().entries();
        return entries[(number_ + turn) % entries.size()].name;
    }
    template <class Base>
    [[nodiscard]] std::string choice(std::string_view name, std::uint64_t turn = 0)
    {
        return fmt::format(R"("{}": {{"kind": "{}"}})", name, kind<Base>(turn));
    }

    [[nodiscard]] std::string assets()
    {
        return fmt::format(R"("assets": {{"USD": {{"kind": "fiat", "decimals": 4}},
            "COIN": {{"price": 100, "decimals": 6, "volatility": {:.3f}, "market_beta": 0.5, "jumps_per_day": {:.2f},
                      "jump_mean": -0.02, "jump_sd": 0.05}},
            "ETH": {{"decimals": 6, "reversion_time": "2h", "path": {{"hours": [0, {:.2f}], "prices": [50, {:.2f}]}}}},
            "TOK": {{"price": 2, "decimals": 4}}, "PAR": {{"kind": "stablecoin", "decimals": 4, "supply": 1e9}},
            "DAI": {{"kind": "stablecoin", "decimals": 6}}}}, )",
                           between("2", 0, 0.1), between("3", 0, 3), hours(1), between("4", 20, 80));
    }

    [[nodiscard]] std::string institution(std::string const& name)
    {
        scope_ = name;
        double const hot = between("5", 0.02, 0.5), cold = between("6", 0, 0.3);
        double const placed = 1 - hot - cold + between("7", 0.01, 0.2);
        std::string text = fmt::format(
            R"("{}": {{"kind": "{}", "hot": {:.3f}, "cold": {:.3f}, "cold_lag": "2h", "grace": "{}h",
                "discloses": {}, "marked_to_market": {}, "hidden_loss": {:.3f}, {}
                "placements": {{"paper": {{"share": {:.3f}, "time_to_cash": "{:.1f}h", "haircut": {:.3f},
                                           "yearly_yield": 0.05}}}})",
            name, one_of("10", {"exchange", "lender", "bank", "issuer"}), hot, cold, chance("8", 0.3) ? 3 : 0,
            chance("9", 0.5), chance("12", 0.2), chance("13", 0.5) ? between("11", 0, 0.2) : 0.0,
            name == "Alpha"  ? R"("token": "TOK", "hedge": "COIN-Beta", )"
            : name == "Beta" ? fmt::format(R"("collateral": {{"COIN": {:.2f}}}, )", between("53", 0, 0.4)) +
                                   choice<HaircutRule>("haircut_rule") + ", "
                             : "",
            placed, between("14", 0.5, 40), between("15", 0, 0.1));
        if (name == "Gamma" && chance("16", 0.2))
            text += fmt::format(R"(, "residual_claims": true, "wind_up": "{:.1f}h")", hours(0.8));
        return text + "}";
    }

    [[nodiscard]] std::string institutions()
    {
        std::string text = R"("institutions": {)";
        for (char const* const name : venues)
            text += institution(name) + ", ";
        return text + R"("Exchange": {}, "Fund": {"kind": "fund", "tokens": {"COIN": 3000, "USD": 10000}},
            "Mint": {"kind": "issuer", "issues": "PAR", "par": "USD")" +
               shorts() + R"(}},
            "exposures": {"loan": {"creditor": "Beta", "debtor": "Fund", "asset": "USD", "amount": 150000,
                                   "time_to_cash": "6h", "yearly_yield": 0.1},
                          "deposit": {"creditor": "Alpha", "debtor": "Gamma", "asset": "USD", "amount": 20000,
                                      "kind": "deposit", "time_to_cash": "2h"}}, )";
    }

    /// In half of the worlds the issuer of PAR has coins and shorts against them, some of them from the start.
    [[nodiscard]] std::string shorts()
    {
        scope_ = "shorts";
        return fmt::format(R"(, "tokens": {{"COIN": {:.0f}}}, "hedges": {{"COIN-Beta": 1}}, "hedged_at_birth": {})",
                           chance("82", 0.5) ? between("83", 0, 2000) : 0.0, chance("84", 0.5) ? 2 : 0);
    }

    [[nodiscard]] std::string links()
    {
        std::string_view const links = kind<InstitutionNetwork>();
        if (links == "none")
            return "";
        std::string parameters;
        if (links == "from_margins")
            parameters = R"(, "lent": [100, 200, 300, 0, 0, 0], "borrowed": [0, 100, 200, 300, 0, 0])";
        return fmt::format(R"("network": {{"links": {{"kind": "{}"{}}}, "asset": "USD", "time_to_cash": "4h"}}, )",
                           links, parameters);
    }

    [[nodiscard]] std::string market(std::string const& base, std::uint64_t turn)
    {
        scope_ = base;
        std::string_view const breaker = kind<CircuitBreaker>(turn);
        return fmt::format(R"("{}-USD": {{"venue": "Exchange", "base": "{}", "quote": "USD", "depth": {:.0f},
                "breaker": {{"kind": "{}"{}}}}})",
                           base, base, between("17", 5e4, 1e6), breaker,
                           breaker == "halt" ? R"(, "trigger": 0.005, "window": "6h", "cool_down": "1h")" : "");
    }

    [[nodiscard]] std::string markets()
    {
        return R"("markets": {)" + market("COIN", 0) + ", " + market("ETH", 1) + ", " + market("TOK", 2) + ", " +
               market("PAR", 3) + ", " + perp("Beta", "COIN", "false", 0) + ", " + perp("Beta", "TOK", "false", 2) +
               ", " + perp("Gamma", "ETH", "true", 1) +
               R"(, "COIN at Beta": {"venue": "Beta", "base": "COIN", "quote": "USD",
                "depth": 50000}}, )";
    }

    /// A pool of a coin, one of two dollars that an exchange owns, and a protocol of either kind.
    [[nodiscard]] std::string pools()
    {
        scope_ = "pools";
        bool const mints = chance("70", 0.5);
        return fmt::format(R"("pools": {{"Swap": {{"curve": {{"kind": "constant_product"}},
                "coins": {{"USD": 200000, "COIN": 2000}}, "quote": "USD", "fee": {:.4f}, "marks": {}}},
            "Par": {{"curve": {{"kind": "{}"}}, "coins": {{"USD": 50000, "DAI": 50000}}, "quote": "USD",
                "owner": "Exchange"}}}},
            "protocols": {{"Vaults": {{"collateral": "COIN", "coin": "USD", "mints": {}, "absorbs": {}, "supplied": {},
                "stable": {}, "bonus": {:.2f}, "close_factor": {:.2f}, "oracle_delay": "{}h"}}}}, )",
                           between("72", 0, 0.01), chance("73", 0.7), kind<PoolCurve>(), mints, chance("74", 0.5),
                           mints ? 0 : 10'000'000, chance("75", 0.5) ? 20'000 : 0, between("76", 0, 0.3),
                           between("77", 0.1, 1), chance("78", 0.5) ? 0 : 2);
    }

    [[nodiscard]] std::string on_chain()
    {
        scope_ = "on chain";
        return fmt::format(R"(, "pool arbitrage": {{"kind": "pool_arbitrageur", "pool": "Swap", "venue": "Exchange",
                    "base": "COIN", "count": 3, "capital": 2e4}},
                "providers": {{"kind": "liquidity_provider", "pool": "Swap", "count": 20, "owned": {:.2f}}},
                "borrowers": {{"kind": "vault_owner", "protocol": "Vaults", "count": 40, "collateral": 1000,
                    "health": {{"kind": "uniform", "low": 1.02, "high": 2}}, "minds": {:.2f}}},
                "keepers": {{"kind": "keeper", "protocol": "Vaults", {}, "count": 3, "capital": 3000, "gas": 2}})",
                           between("79", 0.1, 0.9), between("80", 0, 1),
                           chance("81", 0.5) ? R"("venue": "Exchange")" : R"("pool": "Swap")");
    }

    [[nodiscard]] std::string perp(std::string const& venue, std::string const& base, std::string_view inverse,
                                   std::uint64_t turn)
    {
        scope_ = venue + " perp";
        std::string_view const oracle = kind<OracleRule>(turn);
        return fmt::format(R"("{}-{}": {{"kind": "perp", "venue": "{}", "base": "{}", "quote": "USD", "depth": {:.0f},
                "perp": {{"inverse": {}, "oracle": {{"kind": "{}"{}}}, "mark": "{}", "funding_interval": "{}h",
                          "insurance_fund": {:.1f}, "concentration": 0.05, "add_on": {:.2f},
                          "tiers": {{"from": [0, 500], "rate": [0.01, 0.02], "leverage": [50, 25]}}}}}})",
                           base, venue, venue, base, between("40", 1e4, 2e5), inverse, oracle,
                           oracle == "single" ? R"(, "venue": "Exchange")" : "",
                           one_of("41", {"median", "fair", "mid", "index"}), chance("42", 0.2) ? 0 : 4,
                           between("43", 0, 50), chance("44", 0.5) ? between("45", 0, 1) : 0.0);
    }

    [[nodiscard]] std::string leveraged(std::string const& name, std::string const& venue, std::string const& base)
    {
        scope_ = name;
        return fmt::format(R"("{}": {{"kind": "leveraged_trader", "venue": "{}", "base": "{}", "count": 80,
                "notional": {{"kind": "lognormal", "median": 500, "sigma": 1.5}}, "shorts": {:.2f},
                "leverage": {{"kind": "lognormal", "median": {:.1f}, "sigma": 0.6}},
                "entry": {{"kind": "normal", "mean": 0, "sd": 0.05}}{}}})",
                           name, venue, base, between("46", 0, 1), between("47", 2, 20), cross_accounts(venue));
    }

    /// Large accounts on Beta are cross, in half of the worlds on coins.
    [[nodiscard]] std::string cross_accounts(std::string const& venue)
    {
        if (venue != "Beta" || !chance("54", 0.6))
            return "";
        return fmt::format(R"(, "cross_above": {:.0f}, "in_coins": {:.2f}, "also": ["TOK"], "also_notional": {:.2f})",
                           between("55", 200, 2000), chance("56", 0.5) ? between("57", 0.2, 1) : 0.0,
                           between("58", 0.1, 2));
    }

    [[nodiscard]] std::string social()
    {
        std::string_view social = kind<SocialNetwork>();
        if (social == "edge_list")
            social = "erdos_renyi";  // needs a file
        return fmt::format(R"("social": {{"kind": "{}"}}, )", social);
    }

    [[nodiscard]] std::string users(std::string const& name, std::string const& home, int count, std::uint64_t turn)
    {
        scope_ = name;
        return fmt::format(
            R"("{}": {{"kind": "retail_user", "venue": "{}", "count": {}, "coins": {{"USD": 2, "COIN": 1, "ETH": 1, "TOK": {}}},
                "coins_each": {}, "rule": {{"kind": "{}"}}, "withdrawn": {:.2f}, "sells_token": 0.5, "sells_coins": {:.2f},
                "impatient": {:.2f}, "impatient_at": "{:.1f}h", "redeposit_gap": {:.1f},
                "attention": {{"mode": "{}", "per_day": 8}}}})",
            name, home, count, home == "Alpha" ? 1 : 0, 1 + (number_ + turn) % 3, kind<RunRule>(turn),
            chance("21", 0.5) ? 1.0 : between("18", 0.3, 1), between("19", 0, 0.5),
            chance("22", 0.3) ? between("20", 0, 0.3) : 0.0, hours(0.3), chance("23", 0.5) ? 0.5 : 3.0,
            chance("24", 0.2) ? "every_step" : "poisson");
    }

    [[nodiscard]] std::string agents()
    {
        return R"("agents": {)" + coins() + users("at Alpha", "Alpha", 250, 0) + ", " +
               users("at Beta", "Beta", 150, 1) + ", " + users("at Gamma", "Gamma", 100, 2) +
               R"(, "institutions": {"kind": "institution_depositor", "venue": "Alpha", "count": 5, "balance": 20000,
                    "coins": {"USD": 1}},
                )" +
               leveraged("on Beta", "Beta", "COIN") + ", " + leveraged("on Gamma", "Gamma", "ETH") + R"(,
                "makers": {"kind": "market_maker", "venues": ["Exchange", "Beta"], "base": "COIN", "count": 3,
                           "capital": 1e5},
                "arbitrage": {"kind": "arbitrageur", "venue": "Beta", "hedge_venue": "Exchange", "base": "COIN",
                              "count": 2, "capital": 2e4},
                "value": {"kind": "value_trader", "venue": "Exchange", "base": "COIN", "count": 5, "capital": 1e5},
                "noise": {"kind": "noise_trader", "venue": "Exchange", "base": "ETH", "count": 5, "wealth": 1e6},
                "noise on Gamma": {"kind": "noise_trader", "venue": "Gamma", "base": "ETH", "count": 3,
                                   "wealth": 5000, "on_perp": true},
                "noise on Beta": {"kind": "noise_trader", "venue": "Beta", "base": "COIN", "count": 3,
                                  "wealth": 5000, "on_perp": true, "flow": 0.3},
                "fund": {"kind": "fund", "institution": "Fund", "releverages": )" +
               (chance("25", 0.5) ? "true" : "false") + fund_position() + "}" + on_chain() + "}, ";
    }

    /// Who holds a coin, flees from it, redeems and mints it, defends its peg.
    [[nodiscard]] std::string coins()
    {
        scope_ = "coins";
        return fmt::format(R"("holders": {{"kind": "coin_holder", "coin": "PAR", "venue": "Exchange", "count": 60,
                    "way": "{}", "total_usd": {:.0f}, "attention": {{"per_day": 24, "dormant": 0}}}},
                "primary": {{"kind": "primary_arbitrageur", "issuer": "Mint", "venue": "Exchange", "count": 2,
                    "capital": 50000}},
                "sellers": {{"kind": "noise_trader", "venue": "Exchange", "base": "PAR", "count": 5, "wealth": {:.0f},
                    "flow": 0.3}},
                "defender": {{"kind": "peg_defender", "coin": "PAR", "venue": "Exchange", "money": {:.0f}}}, )",
                           one_of("73", {"sell", "redeem"}), between("74", 1e4, 2e5), between("75", 1e4, 1e6),
                           chance("76", 0.5) ? between("77", 1000, 50000) : 0.0);
    }

    [[nodiscard]] std::string redemption()
    {
        scope_ = "redemption";
        return R"("redemption": {)" + choice<WithdrawalLimit>("processing", 2) + ", " +
               choice<WithdrawalLimit>("limit", 1) + ", " + choice<UserLimit>("user_limit", 1) + ", " +
               choice<Gate>("gate", 1) + ", " + choice<ExitFee>("fee", 1) +
               fmt::format(R"(, "discipline": "{}", "settlement_lag": "{}h", "normal_delay": "1h", "mints": {}}}, )",
                           one_of("78", {"fifo", "pro_rata", "small_first"}), chance("79", 0.3) ? 2 : 0,
                           chance("80", 0.8));
    }

    [[nodiscard]] std::string fund_position()
    {
        if (!chance("60", 0.6))
            return "";
        return fmt::format(R"(, "position": {{"venue": "Beta", "base": "COIN", "notional": {:.0f}, "margin": {:.0f},
                                 "collateral": {{"COIN": {:.0f}}}, "call_at": {:.1f}, "deadline": "{}h"}})",
                           between("61", -2e4, 6e4), between("62", 0, 5000), between("63", 0, 200),
                           between("64", 2, 30), chance("65", 0.2) ? 0 : 6);
    }

    [[nodiscard]] std::string mechanisms()
    {
        std::string policy(kind<TreasuryPolicy>());
        std::string more;
        if (policy == "risk_adjusted")
            more = fmt::format(R"(, "forecast": {{"kind": "{}"}}, "stop_loss": {:.2f}, "hedge": {:.2f})",
                               kind<VolatilityForecast>(), between("26", 0.05, 1), between("59", 0, 1));
        if (policy == "buffer" && chance("27", 0.5))
            more = R"(, "place": true)";
        return R"("mechanisms": {)" + congestion() + redemption() + R"("withdrawals": {)" +
               choice<WithdrawalLimit>("processing", 1) + ", " + choice<WithdrawalLimit>("limit") + ", " +
               choice<UserLimit>("user_limit") + ", " + choice<Gate>("gate") + ", " + choice<ExitFee>("fee") +
               fmt::format(R"(, "discipline": "{}", "notice": "{}h", "normal_delay": "2h"}}, )",
                           one_of("29", {"fifo", "pro_rata", "small_first"}), chance("28", 0.3) ? 2 : 0) +
               fmt::format(R"("margin": {{{}, "liquidation_time": "{}min", "price": "{}"}},
                              "deleveraging": {{{}, "trigger": "{}", "price": "{}", "socialised": {:.1f}}}, )",
                           choice<LiquidationStyle>("style"), chance("48", 0.5) ? 0 : 30,
                           one_of("49", {"any", "bankruptcy"}), choice<AdlRule>("rule"),
                           one_of("50", {"shortfall", "drawdown", "never"}), one_of("51", {"bankruptcy", "mark"}),
                           chance("52", 0.5) ? 1.0 : 0.0) +
               fmt::format(R"("treasury": {{"policy": {{"kind": "{}"{}}}, "at": {{"Mint": {{"policy": {{
                              "kind": "delta_neutral", "money_share": 1, "band": 0}}}}}}}}, "contagion": {{{}}}}}, )",
                           policy, more, choice<ClearingRule>("clearing"));
    }

    /// In a third of the worlds orders are late, and venues fall over about once a day under load.
    [[nodiscard]] std::string congestion()
    {
        scope_ = "congestion";
        if (!chance("66", 0.33))
            return "";
        return fmt::format(R"("congestion": {{"latency": {:.0f}, "capacity": {:.0f}, "per_load": {:.0f}, "engine": {},
                                              "outage_rate": 0.05, "outage_time": "2h", "holds": {}}}, )",
                           chance("67", 0.5) ? between("68", 60, 7200) : 0.0, between("69", 100, 20000),
                           between("70", 0, 600), chance("71", 0.7), chance("72", 0.5));
    }

    /// Everything that any shock kind could want to know is somewhere in these; each takes what it declares.
    [[nodiscard]] std::string shock(std::string_view kind, int place)
    {
        scope_ = fmt::format("shock {}", place);
        double const at = hours(between("30", 0.05, 0.7));
        std::string const name = venue("31");
        std::string text = fmt::format(R"("{} {}": {{"kind": "{}", "at": "{:.2f}h")", kind, place, kind, at);
        auto const add = [&](std::string const& members) { text += ", " + members; };
        if (kind == "news" || kind == "announcement" || kind == "disclosure" || kind == "guarantee" || kind == "gate" ||
            kind == "open_gate" || kind == "outage" || kind == "liquidity" || kind == "withdrawal")
            add(fmt::format(R"("venue": "{}")", name));
        if (kind == "failure" || kind == "write_down" || kind == "freeze" || kind == "hack")
            add(fmt::format(R"("institution": "{}")", name));
        if (kind == "price_jump" || kind == "order" || kind == "unlock")
            add(R"("asset": "COIN")");
        if (kind == "hack" || kind == "liquidity" || kind == "withdrawal")
            add(R"("asset": "USD")");
        if (kind == "news")
            add(R"("level": "insolvency_reported")");
        if (kind == "recall")
            add(fmt::format(R"("creditor": "{}", "share": 0.5)", name));
        if (kind == "price_jump")
            add(fmt::format(R"("change": {:.2f})", between("32", -0.5, 0.2)));
        if (kind == "freeze" || kind == "outage" || kind == "gate")
            add(R"("duration": "3h")");
        if (kind == "hack" || kind == "write_down")
            add(R"("share": 0.2)");
        if (kind == "order" || kind == "guarantee" || kind == "liquidity" || kind == "withdrawal")
            add(R"("usd": 20000)");
        if (kind == "swap")
            add(R"("pool": "Swap", "give": "COIN", "take": "USD", "coins": 400)");
        if (kind == "liquidity_removal")
            add(R"("pool": "Par", "share": 0.3)");
        if (kind == "unlock")
            add(R"("coins": 500)");
        return text + "}";
    }

    [[nodiscard]] std::string shocks()
    {
        std::string text = R"("shocks": {"rumour": {"kind": "news", "at": "1h", "venue": ")" + venue("33") +
                           R"(", "level": "insolvency_reported"})";
        for (int place = 0; place < 4; ++place)
            text += ", " + shock(kind<Shock>(static_cast<std::uint64_t>(5 * place)), place);
        return text + "}, ";
    }

    std::uint64_t number_;
    Draws draws_{77, 0};
    std::string scope_;  // what is being made now
    int step_ = 600;
};

}  // namespace

std::string random_world(std::uint64_t number)
{
    return Maker{number}.members();
}

}  // namespace stampede::testing
