#include <algorithm>

#include "model/shock.hpp"
#include "tests/engine/random_parts.hpp"

namespace stampede::testing {

namespace {

/// Everything that a kind of shock wants to know, as members with a comma before each.
std::string random_members(WorldLuck const& luck, std::string_view kind)
{
    std::string text;
    auto const any_of = [&](std::initializer_list<std::string_view> kinds) {
        return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
    };
    auto const add = [&](std::string const& members) { text += ", " + members; };
    std::string const name = luck.venue("venue");
    if (any_of({"news", "announcement", "disclosure", "guarantee", "gate", "open_gate", "outage", "liquidity",
                "withdrawal"}))
        add(fmt::format(R"("venue": "{}")", name));
    if (any_of({"failure", "write_down", "freeze", "hack"}))
        add(fmt::format(R"("institution": "{}")", name));
    if (any_of({"price_jump", "order", "unlock"}))
        add(fmt::format(R"("asset": "{}")", luck.one_of("asset", {"COIN", "COIN", "ETH", "TOK"})));
    if (any_of({"hack", "liquidity", "withdrawal"}))
        add(R"("asset": "USD")");
    if (kind == "announcement")
        add(fmt::format(R"("of_peg": {})", luck.chance("of par", 0.5)));
    if (kind == "news")
        add(fmt::format(R"("level": "{}")",
                        luck.one_of("level", {"rumour", "leak", "rival_exits", "insolvency_reported"})));
    if (kind == "recall")
        add(fmt::format(R"("creditor": "{}")", name));
    if (kind == "price_jump")
        add(fmt::format(R"("change": {:.3f})", luck.between("change", -0.5, 0.2)));
    if (any_of({"freeze", "outage", "gate"}))
        add(fmt::format(R"("duration": "{:.1f}h")", luck.between("duration", 0.2, 8)));
    if (any_of({"hack", "write_down", "recall"}))
        add(fmt::format(R"("share": {:.3f})", luck.between("share", 0.05, kind == "recall" ? 1 : 0.5)));
    if (any_of({"order", "guarantee", "liquidity", "withdrawal"}))
        add(fmt::format(R"("usd": {:.0f})", luck.scaled("usd", 2000, 200'000)));
    if (kind == "guarantee")
        add(fmt::format(R"("lifts_freezes": {}, "lifted_after": "{:.1f}h")", luck.chance("lifts", 0.5),
                        luck.between("after", 0, 4)));
    if (kind == "order")
        add(fmt::format(R"("side": "{}")", luck.one_of("side", {"buy", "sell", "sell"})));
    if (kind == "swap")
        add(fmt::format(R"("pool": "Swap", "give": "COIN", "take": "USD", "coins": {:.0f})",
                        luck.scaled("coins", 20, 1000)));
    if (kind == "liquidity_removal")
        add(fmt::format(R"("pool": "Par", "share": {:.3f})", luck.between("share", 0.05, 0.9)));
    if (kind == "unlock")
        add(fmt::format(R"("coins": {:.0f})", luck.scaled("coins", 50, 2000)));
    return text;
}

}  // namespace

std::string random_shocks(WorldLuck const& luck)
{
    std::string text = fmt::format(R"("shocks": {{"rumour": {{"kind": "news", "at": "1h", "venue": "{}",
        "level": "insolvency_reported"}})",
                                   luck.venue("rumour"));
    for (int place = 0; place < random_shock_count; ++place) {
        std::string const part = fmt::format("shock {}", place);
        if (!luck.has(part))
            continue;
        WorldLuck const own = luck.of(part);
        std::string_view const kind = own.kind<Shock>("");
        text += fmt::format(R"(, "{} {}": {{"kind": "{}", "at": "{:.2f}h"{}}})", kind, place, kind,
                            own.hours(own.between("at", 0.05, 0.7)), random_members(own.of(kind), kind));
    }
    return text + "}, ";
}

}  // namespace stampede::testing
