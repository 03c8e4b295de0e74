#include "tests/engine/random_world.hpp"

#include <ostream>

#include "agents/run_rule.hpp"
#include "model/mechanisms/contagion.hpp"
#include "model/mechanisms/deleveraging.hpp"
#include "model/mechanisms/margin.hpp"
#include "model/mechanisms/trading.hpp"
#include "model/mechanisms/treasury.hpp"
#include "model/mechanisms/withdrawals.hpp"
#include "model/policies/haircut_rule.hpp"
#include "model/policies/oracle_rule.hpp"
#include "model/policies/pool_curve.hpp"
#include "model/policies/volatility_forecast.hpp"
#include "model/shock.hpp"
#include "networks/institution_network.hpp"
#include "networks/social_network.hpp"
#include "tests/engine/random_parts.hpp"
#include "tests/engine/random_rule.hpp"
#include "tests/support/worlds.hpp"

namespace stampede::testing {

namespace {

std::string assets(WorldLuck const& luck)
{
    return fmt::format(R"("assets": {{"USD": {{"kind": "fiat", "decimals": 4}},
        "COIN": {{"price": 100, "decimals": 6, "volatility": {:.3f}, "market_beta": 0.5, "jumps_per_day": {:.2f},
                  "jump_mean": -0.02, "jump_sd": 0.05}},
        "ETH": {{"decimals": 6, "reversion_time": "2h", "path": {{"hours": [0, {:.2f}], "prices": [50, {:.2f}]}}}},
        "TOK": {{"price": 2, "decimals": 4}}, "PAR": {{"kind": "stablecoin", "decimals": 4, "supply": 1e9}},
        "DAI": {{"kind": "stablecoin", "decimals": 6}},
        "ALG": {{"kind": "stablecoin", "decimals": 4, "supply": 1e9}}, "LUN": {{"price": 5, "decimals": 4, "supply": 1e8}}}}, )",
                       luck.between("volatility", 0, 0.1), luck.between("jumps", 0, 3), luck.hours(1),
                       luck.between("path", 20, 80));
}

std::string institution(WorldLuck const& world, std::string const& name)
{
    WorldLuck const luck = world.of(name);
    double const hot = luck.between("hot", 0.02, 0.5), cold = luck.between("cold", 0, 0.3);
    double const placed = 1 - hot - cold + luck.between("equity", 0.01, 0.6);
    std::string const own = name == "Alpha" ? R"("token": "TOK", "hedge": "COIN-Beta", )"
                            : name == "Beta"
                                ? fmt::format(R"("collateral": {{"COIN": {:.2f}}}, "haircut_rule": {}, )",
                                              luck.between("collateral", 0, 0.4), random_rule<HaircutRule>(luck, ""))
                                : "";
    std::string text = fmt::format(
        R"("{}": {{"kind": "{}", "hot": {:.3f}, "cold": {:.3f}, "cold_lag": "2h", "grace": "{}h",
            "discloses": {}, "marked_to_market": {}, "hidden_loss": {:.3f}, {}
            "placements": {{"paper": {{"share": {:.3f}, "time_to_cash": "{:.1f}h", "haircut": {:.3f},
                                       "yearly_yield": 0.05}}}})",
        name, luck.one_of("kind", {"exchange", "lender", "bank", "issuer"}), hot, cold,
        luck.chance("grace", 0.3) ? 3 : 0, luck.chance("discloses", 0.5), luck.chance("marked", 0.2),
        luck.chance("hides", 0.3) ? luck.between("hidden", 0, 0.2) : 0.0, own, placed, luck.between("time", 0.5, 40),
        luck.between("haircut", 0, 0.1));
    if (name == "Gamma" && luck.chance("residual", 0.2))
        text += fmt::format(R"(, "residual_claims": true, "wind_up": "{:.1f}h")", luck.hours(0.8));
    return text + "}";
}

/// In half of the worlds the issuer of PAR has coins and shorts against them, some of them from the start.
std::string shorts(WorldLuck const& luck)
{
    return fmt::format(R"(, "tokens": {{"COIN": {:.0f}}}, "hedges": {{"COIN-Beta": 1}}, "hedged_at_birth": {})",
                       luck.chance("coins", 0.5) ? luck.between("amount", 0, 2000) : 0.0,
                       luck.chance("hedged", 0.5) ? 2 : 0);
}

std::string institutions(WorldLuck const& luck)
{
    return R"("institutions": {)" + institution(luck, "Alpha") + ", " + institution(luck, "Beta") + ", " +
           institution(luck, "Gamma") + R"(, "Exchange": {},
        "Fund": {"kind": "fund", "tokens": {"COIN": 3000, "USD": 10000}},
        "Algorithm": {"kind": "protocol", "issues": "ALG", "par": "USD", "sister": "LUN"},
        "Mint": {"kind": "issuer", "issues": "PAR", "par": "USD")" +
           shorts(luck.of("shorts")) + R"(}},
        "exposures": {"loan": {"creditor": "Beta", "debtor": "Fund", "asset": "USD", "amount": 150000,
                               "time_to_cash": "6h", "yearly_yield": 0.1},
                      "deposit": {"creditor": "Alpha", "debtor": "Gamma", "asset": "USD", "amount": 20000,
                                  "kind": "deposit", "time_to_cash": "2h"}},
        "network": {"asset": "USD", "time_to_cash": "4h", "links": )" +
           random_rule<InstitutionNetwork>(luck, "") + "}, ";
}

std::string market(WorldLuck const& world, std::string const& base)
{
    WorldLuck const luck = world.of(base);
    return fmt::format(
        R"("{}-USD": {{"venue": "Exchange", "base": "{}", "quote": "USD", "depth": {:.0f}, "breaker": {},
                      "discipline": "{}", "distance": "{}"}}, )",
        base, base, luck.between("depth", 5e4, 1e6), random_rule<CircuitBreaker>(luck, ""),
        luck.chance("price time", 0.2) ? "price_time" : "pro_rata",
        luck.chance("linear", 0.2) ? "linear" : "logarithmic");
}

std::string perp(WorldLuck const& world, std::string const& venue, std::string const& base, bool inverse)
{
    WorldLuck const luck = world.of(venue).of(base);
    return fmt::format(R"("{}-{}": {{"kind": "perp", "venue": "{}", "base": "{}", "quote": "USD", "depth": {:.0f},
            "perp": {{"inverse": {}, "oracle": {}, "mark": "{}", "funding_interval": "{}h",
                      "insurance_fund": {:.1f}, "concentration": 0.05, "add_on": {:.2f}, "maintenance_on": "{}",
                      "tiers": {{"from": [0, 500], "rate": [0.01, 0.02], "leverage": [50, 25]}}}}}}, )",
                       base, venue, venue, base, luck.between("depth", 1e4, 2e5), inverse,
                       random_rule<OracleRule>(luck, ""), luck.one_of("mark", {"median", "fair", "mid", "index"}),
                       luck.chance("no funding", 0.2) ? 0 : 4, luck.between("insurance", 0, 50),
                       luck.chance("adds", 0.5) ? luck.between("add on", 0, 1) : 0.0,
                       luck.one_of("maintenance on", {"mark", "entry"}));
}

std::string markets(WorldLuck const& luck)
{
    return R"("markets": {)" + market(luck, "COIN") + market(luck, "ETH") + market(luck, "TOK") + market(luck, "PAR") +
           market(luck, "ALG") + market(luck, "LUN") + perp(luck, "Beta", "COIN", false) +
           perp(luck, "Beta", "TOK", false) + perp(luck, "Gamma", "ETH", true) +
           R"("COIN at Beta": {"venue": "Beta", "base": "COIN", "quote": "USD", "depth": 50000},
              "PAR for COIN": {"venue": "Exchange", "base": "COIN", "quote": "PAR", "depth": 50000}}, )";
}

/// A pool of a coin, one of two or three dollars that an exchange owns, and a protocol of either kind.
std::string pools(WorldLuck const& world)
{
    WorldLuck const luck = world.of("pools");
    bool const mints = luck.chance("mints", 0.5);
    return fmt::format(R"("pools": {{"Swap": {{"curve": {{"kind": "constant_product"}},
            "coins": {{"USD": 200000, "COIN": 2000}}, "quote": "USD", "fee": {:.4f}, "marks": {}}},
        "Par": {{"curve": {}, "coins": {{"USD": 50000, "DAI": 50000{}}}, "quote": "USD", "owner": "Exchange",
                "marks": {}}}}},
        "protocols": {{"Vaults": {{"collateral": "COIN", "coin": "USD", "mints": {}, "absorbs": {}, "supplied": {},
            "stable": {}, "bonus": {:.2f}, "close_factor": {:.2f}, "oracle_delay": "{}h"}}}}, )",
                       luck.between("fee", 0, 0.01), luck.chance("marks", 0.7), random_rule<PoolCurve>(luck, ""),
                       three_coins(world) ? R"(, "PAR": 50000)" : "", luck.chance("dollars mark", 0.5), mints,
                       luck.chance("absorbs", 0.5), mints ? 0 : 10'000'000, luck.chance("stable", 0.5) ? 20'000 : 0,
                       luck.between("bonus", 0, 0.3), luck.between("close", 0.1, 1),
                       luck.chance("prompt", 0.5) ? 0 : 2);
}

/// The rules of a queue of requests, without the braces.
std::string queue_rules(WorldLuck const& luck)
{
    return fmt::format(R"("processing": {}, "limit": {}, "user_limit": {}, "gate": {}, "fee": {}, "discipline": "{}")",
                       random_rule<WithdrawalLimit>(luck, "processing"), random_rule<WithdrawalLimit>(luck, "limit"),
                       random_rule<UserLimit>(luck, ""), random_rule<Gate>(luck, ""), random_rule<ExitFee>(luck, ""),
                       luck.one_of("discipline", {"fifo", "pro_rata", "small_first"}));
}

/// In a third of the worlds orders are late, and venues fall over about once a day under load.
std::string congestion(WorldLuck const& world)
{
    WorldLuck const luck = world.of("congestion");
    if (!luck.chance("congested", 0.33))
        return "";
    return fmt::format(R"("congestion": {{"latency": {:.0f}, "capacity": {:.0f}, "per_load": {:.0f}, "engine": {},
                                          "outage_rate": 0.05, "outage_time": "2h", "holds": {}}}, )",
                       luck.chance("late", 0.5) ? luck.between("latency", 60, 7200) : 0.0,
                       luck.between("capacity", 100, 20000), luck.between("per load", 0, 600),
                       luck.chance("engine", 0.7), luck.chance("holds", 0.5));
}

std::string leverage(WorldLuck const& world)
{
    WorldLuck const luck = world.of("leverage");
    return fmt::format(R"("margin": {{"style": {}, "liquidation_time": "{}min", "price": "{}",
                              "loan_maintenance": {:.2f}, "execution_fee": {:.4f},
                              "bankruptcy_adjustment": {:.2f}, "spread_to_maintenance": {:.2f}}},
        "deleveraging": {{"rule": {}, "trigger": "{}", "price": "{}", "socialised": {:.1f}}}, )",
                       random_rule<LiquidationStyle>(luck, ""), luck.chance("at once", 0.5) ? 0 : 30,
                       luck.one_of("price", {"any", "bankruptcy", "fillable"}), luck.between("loans", 0, 0.2),
                       luck.between("execution fee", 0, 0.002), luck.between("adjustment", 1, 5),
                       luck.between("spread", 0, 1), random_rule<AdlRule>(luck, ""),
                       luck.one_of("trigger", {"shortfall", "drawdown", "never"}),
                       luck.one_of("adl price", {"bankruptcy", "mark"}), luck.chance("socialised", 0.5) ? 1.0 : 0.0);
}

std::string mechanisms(WorldLuck const& luck)
{
    WorldLuck const redemption = luck.of("redemption"), withdrawals = luck.of("withdrawals");
    return R"("mechanisms": {)" + congestion(luck) + leverage(luck) +
           fmt::format(R"("redemption": {{{}, "settlement_lag": "{}h", "normal_delay": "{}h", "mints": {}}}, )",
                       queue_rules(redemption), redemption.chance("lag", 0.3) ? 2 : 0, redemption.index("delay", 2),
                       redemption.chance("mints", 0.8)) +
           fmt::format(R"("swaps": {{"base": {:.0f}, "period": {}, "oracle_lag": "{}h", "dilution": {:.2f}}}, )",
                       luck.of("swaps").between("base", 1e4, 1e6), 36 + luck.of("swaps").index("period", 1000),
                       luck.of("swaps").chance("old", 0.5) ? 2 : 0, luck.of("swaps").between("dilution", 0, 1)) +
           fmt::format(R"("withdrawals": {{{}, "notice": "{}h", "normal_delay": "2h"}}, )", queue_rules(withdrawals),
                       withdrawals.chance("notice", 0.3) ? 2 : 0) +
           fmt::format(R"("treasury": {{"policy": {}, "reuse": {:.2f}, "at": {{"Mint": {{"policy": {{
                              "kind": "delta_neutral", "money_share": 1, "band": 0}}}}}}}},
                          "contagion": {{"clearing": {}}}}}, )",
                       random_rule<TreasuryPolicy>(luck, ""), luck.of("treasury").between("reuse", 0, 1),
                       random_rule<ClearingRule>(luck, ""));
}

std::string social(WorldLuck const& luck)
{
    std::string_view const family = roster<SocialNetwork>().family();
    std::string_view const drawn = luck.kind<SocialNetwork>("");
    std::string_view const kind = drawn == "edge_list" && !luck.may_read_files() ? "erdos_renyi" : drawn;
    return fmt::format(R"("social": {{"kind": "{}"{}}}, )", kind, random_parameters(luck, family, kind));
}

/// Contacts of the first 500 people: a ring with chords.
std::string contacts()
{
    Draws const luck{78, 0};
    std::string text;
    for (std::uint64_t one = 0; one < 500; ++one) {
        text += fmt::format("{},{}\n", one, (one + 1) % 500);
        auto const across = static_cast<std::uint64_t>(luck.uniform("chord", one) * 500);
        if (across != one)
            text += fmt::format("{},{}\n", one, across);
    }
    return text;
}

/// Everything that can be made plain.
std::vector<std::string> parts()
{
    std::vector<std::string> all{random_agent_names()};
    for (int place = 0; place < random_shock_count; ++place)
        all.push_back(fmt::format("shock {}", place));
    for (std::string_view const family :
         {roster<WithdrawalLimit>().family(), roster<UserLimit>().family(), roster<Gate>().family(),
          roster<ExitFee>().family(), roster<CircuitBreaker>().family(), roster<HaircutRule>().family(),
          roster<OracleRule>().family(), roster<PoolCurve>().family(), roster<LiquidationStyle>().family(),
          roster<AdlRule>().family(), roster<TreasuryPolicy>().family(), roster<VolatilityForecast>().family(),
          roster<ClearingRule>().family(), roster<RunRule>().family(), roster<SocialNetwork>().family(),
          roster<InstitutionNetwork>().family()})
        all.emplace_back(family);
    return all;
}

}  // namespace

bool three_coins(WorldLuck const& world)
{
    WorldLuck const luck = world.of("pools");
    return luck.kind<PoolCurve>("") == "stableswap" && luck.chance("three coins", 0.8);
}

std::string random_world(WorldCase const& world)
{
    WorldLuck const luck{world};
    std::string text =
        fmt::format(R"("step_seconds": {}, "days": {}, )", luck.step_seconds(), 201 * luck.step_seconds() / 86400.0);
    for (auto const part : {assets, institutions, markets, pools, social, random_agents, mechanisms, random_shocks})
        text += part(luck);
    return text + R"("record": ["series", "events", "network", "agents"])";
}

LoadedExperiment loaded_world(WorldCase const& world)
{
    return {"random world", experiment_text(random_world(world)), {{"contacts.csv", contacts()}}};
}

rc::Gen<WorldCase> any_world()
{
    auto const number = rc::gen::noShrink(rc::gen::resize(100, rc::gen::inRange<std::uint64_t>(0, 1'000'000)));
    auto const drawn = rc::gen::map(number, [](std::uint64_t drawn_number) { return WorldCase{drawn_number}; });
    return rc::gen::shrink(drawn, [](WorldCase const& world) {
        std::vector<WorldCase> plainer;
        for (std::string const& part : parts())
            if (!world.plain.contains(part)) {
                plainer.push_back(world);
                plainer.back().plain.insert(part);
            }
        return rc::seq::fromContainer(std::move(plainer));
    });
}

std::ostream& operator<<(std::ostream& out, WorldCase const& world)
{
    out << "random_world({" << world.number << ", {";
    for (char const* comma = ""; std::string const& part : world.plain) {
        out << comma << '"' << part << '"';
        comma = ", ";
    }
    return out << "}})";
}

}  // namespace stampede::testing
