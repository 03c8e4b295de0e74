#include "agents/run_rule.hpp"
#include "tests/engine/random_parts.hpp"
#include "tests/engine/random_rule.hpp"

namespace stampede::testing {

namespace {

/// Where members flee to; nobody does in half of the worlds.
std::string moves(WorldLuck const& luck, std::string const& home)
{
    std::string const others = home == "Alpha" ? R"("Beta", "Exchange")" : R"("Exchange", "Gamma", "Alpha")";
    return fmt::format(R"("moves_to": [{}], "moves": {:.2f})", others,
                       luck.chance("moves", 0.5) ? luck.between("movers", 0.1, 1) : 0.0);
}

std::string users(WorldLuck const& world, std::string const& name, std::string const& home, int count)
{
    WorldLuck const luck = world.of(name);
    return fmt::format(
        R"("{}": {{"kind": "retail_user", "venue": "{}", "count": {}, "coins": {{"USD": 2, "COIN": 1, "ETH": 1, "TOK": {}}},
            "coins_each": {}, "rule": {}, "withdrawn": {:.2f}, "sells_token": 0.5, "sells_coins": {:.2f},
            "impatient": {:.2f}, "impatient_at": "{:.1f}h", "redeposit_gap": {:.1f},
            "attention": {{"mode": "{}", "per_day": 8}}, {}}})",
        name, home, count, home == "Alpha" ? 1 : 0, 1 + luck.index("coins each", 3), random_rule<RunRule>(luck, ""),
        luck.chance("takes all", 0.5) ? 1.0 : luck.between("withdrawn", 0.3, 1), luck.between("sells coins", 0, 0.5),
        luck.chance("impatient", 0.5) ? luck.between("share", 0, 0.3) : 0.0, luck.hours(0.3),
        luck.chance("comes back", 0.5) ? 0.5 : 3.0, luck.chance("attentive", 0.2) ? "every_step" : "poisson",
        moves(luck, home));
}

/// Large accounts on Beta are cross, in half of the worlds on coins.
std::string cross_accounts(WorldLuck const& luck, std::string const& venue)
{
    if (venue != "Beta" || !luck.chance("cross", 0.6))
        return "";
    return fmt::format(R"(, "cross_above": {:.0f}, "in_coins": {:.2f}, "also": ["TOK"], "also_notional": {:.2f})",
                       luck.between("above", 200, 2000),
                       luck.chance("coins", 0.5) ? luck.between("in coins", 0.2, 1) : 0.0,
                       (luck.chance("opposite", 0.3) ? -1 : 1) * luck.between("also", 0.1, 2));
}

std::string leveraged(WorldLuck const& world, std::string const& name, std::string const& venue,
                      std::string const& base)
{
    WorldLuck const luck = world.of(name);
    return fmt::format(R"({{"kind": "leveraged_trader", "venue": "{}", "base": "{}", "count": 80,
            "notional": {{"kind": "lognormal", "median": 500, "sigma": 1.5}}, "shorts": {:.2f},
            "leverage": {{"kind": "lognormal", "median": {:.1f}, "sigma": 0.6}},
            "entry": {{"kind": "normal", "mean": 0, "sd": 0.05}}{}}})",
                       venue, base, luck.between("shorts", 0, 1), luck.between("leverage", 2, 20),
                       cross_accounts(luck, venue));
}

std::string carry(WorldLuck const& world)
{
    WorldLuck const luck = world.of("carry");
    return fmt::format(R"({{"kind": "carry_trader", "venue": "Beta", "base": "COIN", "count": 5,
            "notional": {{"kind": "lognormal", "median": 2000, "sigma": 1}}, "leverage": {:.1f}, "spare": {:.2f},
            "most": {:.1f}, "unwind_time": "{:.1f}h", "leave_basis": {:.4f}, "enter_basis": {:.4f}}})",
                       luck.between("leverage", 1, 10), luck.between("spare", 0, 2), luck.between("most", 1, 3),
                       luck.between("unwind", 0.5, 12), luck.between("leave", -0.02, 0),
                       luck.between("enter", 0, 0.01));
}

std::string fund(WorldLuck const& world)
{
    WorldLuck const luck = world.of("fund");
    std::string position;
    if (luck.chance("position", 0.6))
        position = fmt::format(R"(, "position": {{"venue": "Beta", "base": "COIN", "notional": {:.0f},
            "margin": {:.0f}, "collateral": {{"COIN": {:.0f}}}, "call_at": {:.1f}, "deadline": "{}h"}})",
                               luck.between("notional", -2e4, 6e4), luck.between("margin", 0, 5000),
                               luck.between("collateral", 0, 200), luck.between("call", 2, 30),
                               luck.chance("at once", 0.2) ? 0 : 6);
    return fmt::format(R"({{"kind": "fund", "institution": "Fund", "releverages": {}{}}})",
                       luck.chance("releverages", 0.5), position);
}

std::string holders(WorldLuck const& world)
{
    WorldLuck const luck = world.of("holders");
    return fmt::format(R"({{"kind": "coin_holder", "coin": "PAR", "venue": "Exchange", "count": 60,
            "way": "{}", "total_usd": {:.0f}, "reservation": {}, "premium": {:.3f},
            "attention": {{"per_day": 24, "dormant": 0}}}})",
                       luck.one_of("way", {"sell", "redeem", "redeem"}), luck.scaled("total", 1e5, 3e6),
                       luck.chance("reserved", 0.5) ? R"({"kind": "uniform", "low": 0.5, "high": 1})" : "0",
                       luck.chance("waits", 0.5) ? luck.between("premium", 0, 0.05) : 10.0);
}

std::string keepers(WorldLuck const& world)
{
    return fmt::format(R"({{"kind": "keeper", "protocol": "Vaults", {}, "count": 3, "capital": 3000, "gas": 2}})",
                       world.of("keepers").chance("book", 0.5) ? R"("venue": "Exchange")" : R"("pool": "Swap")");
}

std::string loops(WorldLuck const& world)
{
    WorldLuck const luck = world.of("loops");
    return fmt::format(R"({{"kind": "loop_borrower", "coin": "COIN", "venue": "Beta", "count": 20, "total_usd": 8000,
            "leverage": {{"kind": "uniform", "low": 1, "high": {:.2f}}}, "minds": {:.2f}, "band": {:.2f},
            "call_at": {:.2f}, "deadline": "{}h", "yield_market": "COIN-Beta"}})",
                       luck.between("leverage", 2, 5), luck.between("minds", 0, 1), luck.between("band", 1, 3),
                       luck.between("call", 1, 3), luck.chance("called", 0.5) ? 3 : 0);
}

struct Agent {
    std::string name, members;
};

/// Those who may be missing.
std::vector<Agent> others(WorldLuck const& luck)
{
    return {
        {"institutions", R"({"kind": "institution_depositor", "venue": "Alpha", "count": 5, "balance": 20000,
            "coins": {"USD": 1}, "rule": )" +
                             random_rule<RunRule>(luck.of("institutions"), "") + ", " +
                             moves(luck.of("institutions"), "Alpha") + "}"},
        {"on Beta", leveraged(luck, "on Beta", "Beta", "COIN")},
        {"on Gamma", leveraged(luck, "on Gamma", "Gamma", "ETH")},
        {"carry", carry(luck)},
        {"makers", R"({"kind": "market_maker", "venues": ["Exchange", "Beta"], "base": "COIN", "count": 3,
            "capital": 1e5})"},
        {"arbitrage", R"({"kind": "arbitrageur", "venue": "Beta", "hedge_venue": "Exchange", "base": "COIN",
            "count": 2, "capital": 2e4})"},
        {"value", R"({"kind": "value_trader", "venue": "Exchange", "base": "COIN", "count": 5, "capital": 1e5})"},
        {"noise", R"({"kind": "noise_trader", "venue": "Exchange", "base": "ETH", "count": 5, "wealth": 1e6})"},
        {"noise on Gamma", R"({"kind": "noise_trader", "venue": "Gamma", "base": "ETH", "count": 3, "wealth": 5000,
            "on_perp": true})"},
        {"noise on Beta", R"({"kind": "noise_trader", "venue": "Beta", "base": "COIN", "count": 3, "wealth": 5000,
            "on_perp": true, "flow": 0.3})"},
        {"fund", fund(luck)},
        {"holders", holders(luck)},
        {"primary", R"({"kind": "primary_arbitrageur", "issuer": "Mint", "venue": "Exchange", "count": 2,
            "capital": 50000})"},
        {"burners", R"({"kind": "primary_arbitrageur", "issuer": "Algorithm", "venue": "Exchange", "count": 2,
            "capital": 50000})"},
        {"doubters", fmt::format(R"({{"kind": "noise_trader", "venue": "Exchange", "base": "ALG", "count": 5,
            "wealth": {:.0f}, "flow": 0.3}})",
                                 luck.of("doubters").between("wealth", 1e4, 1e6))},
        {"sellers", fmt::format(R"({{"kind": "noise_trader", "venue": "Exchange", "base": "PAR", "count": 5,
            "wealth": {:.0f}, "flow": 0.3}})",
                                luck.of("sellers").between("wealth", 1e4, 1e6))},
        {"defender", fmt::format(R"({{"kind": "peg_defender", "coin": "PAR", "venue": "Exchange", "money": {:.0f}}})",
                                 luck.of("defender").between("money", 0, 50000))},
        {"pool arbitrage", R"({"kind": "pool_arbitrageur", "pool": "Swap", "venue": "Exchange", "base": "COIN",
            "count": 3, "capital": 2e4})"},
        {"dollar arbitrage",
         fmt::format(R"({{"kind": "pool_arbitrageur", "pool": "{}", "venue": "Exchange", "base": "{}",
            "count": 2, "capital": 2e4}})",
                     three_coins(luck) ? "Par" : "Swap", three_coins(luck) ? "PAR" : "COIN")},
        {"noise in PAR", R"({"kind": "noise_trader", "venue": "Exchange", "base": "COIN", "quote": "PAR", "count": 3,
            "wealth": 1e5})"},
        {"providers", fmt::format(R"({{"kind": "liquidity_provider", "pool": "Swap", "count": 20, "owned": {:.2f}}})",
                                  luck.of("providers").between("owned", 0.1, 0.9))},
        {"borrowers", fmt::format(R"({{"kind": "vault_owner", "protocol": "Vaults", "count": 40, "collateral": 1000,
            "health": {{"kind": "uniform", "low": 1.02, "high": 2}}, "minds": {:.2f}}})",
                                  luck.of("borrowers").between("minds", 0, 1))},
        {"keepers", keepers(luck)},
        {"loops", loops(luck)},
    };
}

}  // namespace

std::string random_agents(WorldLuck const& luck)
{
    std::string text = R"("agents": {)" + users(luck, "at Alpha", "Alpha", 250) + ", " +
                       users(luck, "at Beta", "Beta", 150) + ", " + users(luck, "at Gamma", "Gamma", 100);
    for (Agent const& agent : others(luck))
        if (luck.has(agent.name))
            text += fmt::format(R"(, "{}": {})", agent.name, agent.members);
    return text + "}, ";
}

std::vector<std::string> const& random_agent_names()
{
    static std::vector<std::string> const names = [] {
        std::vector<std::string> all;
        for (Agent const& agent : others(WorldLuck{{}}))
            all.push_back(agent.name);
        return all;
    }();
    return names;
}

}  // namespace stampede::testing
