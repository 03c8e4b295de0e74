#include "experiments/config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "experiments/json_text.hpp"
#include "experiments/price_files.hpp"
#include "experiments/suggestion.hpp"
#include "experiments/tier_files.hpp"
#include "experiments/time_text.hpp"
#include "model/base/check.hpp"

namespace stampede {

namespace {

/// Looks at one experiment as a whole and collects what is wrong with it.
class Completion {
  public:
    Completion(Experiment& experiment, InputFiles& files, Problems& problems)
        : experiment_{experiment}, files_{files}, problems_{problems}
    {
    }

    void run()
    {
        check_time();
        for (auto& [name, asset] : experiment_.world.assets)
            load_prices("/assets/" + name + "/path", asset.path);
        for (auto const& [name, institution] : experiment_.world.institutions)
            check_institution("/institutions/" + name, institution);
        for (auto const& [name, exposure] : experiment_.world.exposures)
            check_exposure("/exposures/" + name, exposure);
        for (auto& [name, market] : experiment_.world.markets) {
            check_market("/markets/" + name, market);
            load_tiers("/markets/" + name + "/perp/tiers", market.perp.tiers);
        }
        check_quotes();
        check_hours("/mechanisms/redemption", experiment_.mechanisms.redemption.rules);
        for (auto const& [name, rules] : experiment_.mechanisms.redemption.at)
            check_hours("/mechanisms/redemption/at/" + name, rules);
        for (auto const& [name, pool] : experiment_.world.pools)
            check_pool(name, pool);
        for (auto const& [name, protocol] : experiment_.world.protocols)
            check_protocol(name, protocol);
        if (experiment_.network.links.kind() != "none")
            need("/network/asset", experiment_.network.asset, "asset that the exposures are in");
        for (auto const& [name, target] : experiment_.targets)
            check_target("/targets/" + name, target);
        for (auto const& [name, expectation] : experiment_.expectations)
            check_expectation("/expectations/" + name, expectation);
        for (std::size_t i = 0; i < experiment_.record.size(); ++i)
            check_recordable(fmt::format("/record/{}", i), experiment_.record[i]);
    }

  private:
    void complain(std::string const& where, std::string const& value, std::string const& text)
    {
        for (Problem const& known : problems_.all())
            if (known.where == where)
                return;  // the reader has said why there is nothing here
        std::size_t const end = where.find('/', 1);
        problems_.add({where, value, text, end == std::string::npos ? "" : where.substr(1, end - 1)});
    }
    void need(std::string const& where, std::string const& value, std::string_view meaning)
    {
        if (value.empty())
            complain(where, "", fmt::format("is missing: {}", meaning));
    }
    void check_time()
    {
        need("/question", experiment_.question, "what does this experiment ask?");
        start_ = parse_utc(experiment_.start);
        if (!start_ && !experiment_.start.empty())
            complain("/start", shown(experiment_.start), "must be a date such as 2022-05-07 or 2022-05-07T06:00Z");
        if (experiment_.steps() > 100'000'000)
            complain("/step_seconds", std::to_string(experiment_.step_seconds),
                     fmt::format("gives {} steps; 100 million are the most", experiment_.steps()));
    }
    void load_prices(std::string const& where, PricePath& path)
    {
        std::string const file = path.file;
        try {
            load_price_path(path, start_, files_);
        }
        catch (InputError const& error) {
            complain(file.empty() ? where : where + "/file", file.empty() ? "" : shown(file), error.what());
        }
    }
    void load_tiers(std::string const& where, TierParameters& tiers)
    {
        std::string const file = tiers.file;
        try {
            load_margin_tiers(tiers, files_);
            static_cast<void>(tiers.schedule(1));
        }
        catch (InputError const& error) {
            complain(file.empty() ? where : where + "/file", file.empty() ? "" : shown(file), error.what());
        }
    }
    void check_institution(std::string const& where, InstitutionParameters const& institution)
    {
        if (where == "/institutions/outside")
            complain(where, "", "\"outside\" is the name of the rest of the world; take another");
        for (auto const& [name, placement] : institution.placements)
            if (placement.amount > 0)
                need(where + "/placements/" + name + "/asset", placement.asset, "asset that \"amount\" is counted in");
        if (institution.haircut_rule.kind() != "fixed" && institution.collateral.empty())
            complain(where + "/collateral", "",
                     fmt::format("is missing: haircut on each asset that it accepts, which the rule \"{}\" moves",
                                 institution.haircut_rule.kind()));
        check_hedges(where, institution);
        check_coin(where, institution);
    }
    void check_hedges(std::string const& where, InstitutionParameters const& institution)
    {
        if (institution.hedges.contains(institution.hedge))
            complain(where + "/hedges/" + institution.hedge, "", "is named by \"hedge\" already; name it once");
        if (institution.hedged_at_birth <= 0)
            return;
        if (institution.hedge.empty() && institution.hedges.empty())
            complain(where + "/hedges", "", "is missing: perpetual markets in which it is short at birth");
        if (institution.tokens.empty())
            complain(where + "/tokens", "", "is missing: coins that it is short of at birth");
    }
    void check_coin(std::string const& where, InstitutionParameters const& issuer)
    {
        if (issuer.issues.empty()) {
            if (!issuer.par.empty() || !issuer.sister.empty())
                complain(where + "/issues", "", "is missing: coin of which par or sister token is told");
            return;
        }
        if (issuer.kind != InstitutionKind::issuer && issuer.kind != InstitutionKind::protocol)
            complain(where + "/kind", shown(std::string{name_of(issuer.kind)}),
                     "issues no coins; an issuer or a protocol does");
        need(where + "/par", issuer.par, "asset of which one is promised for one of its coins");
        auto const coin = experiment_.world.assets.find(issuer.issues), par = experiment_.world.assets.find(issuer.par);
        if (coin == experiment_.world.assets.end() || par == experiment_.world.assets.end())
            return;
        if (issuer.issues == issuer.par || issuer.issues == issuer.sister)
            complain(where + "/issues", shown(issuer.issues), "a coin cannot promise itself");
        if (!(coin->second.supply > 0))
            complain("/assets/" + issuer.issues + "/supply", "0",
                     fmt::format("is missing: coins of \"{}\" in the world, which its issuer owes", issuer.issues));
        if (coin->second.decimals != par->second.decimals)
            complain("/assets/" + issuer.issues + "/decimals", std::to_string(coin->second.decimals),
                     fmt::format("must be those of its par \"{}\", {}", issuer.par, par->second.decimals));
        if (!issuers_.emplace(issuer.issues, where).second)
            complain(where + "/issues", shown(issuer.issues),
                     fmt::format("is issued by {} already; a coin has one issuer", issuers_.at(issuer.issues)));
    }
    void check_hours(std::string const& where, RedemptionRules const& rules)
    {
        if (rules.hours.opens >= rules.hours.closes)
            complain(where + "/hours/closes", shown(duration_text(rules.hours.closes)),
                     fmt::format("must be later than \"opens\", {} after midnight", duration_text(rules.hours.opens)));
        else if (!rules.hours.always() && experiment_.start.empty())
            complain("/start", "", "is missing: date of the start, as a window for coins has its hours");
    }
    void check_exposure(std::string const& where, ExposureParameters const& exposure)
    {
        need(where + "/creditor", exposure.creditor, "who owns the claim");
        need(where + "/debtor", exposure.debtor, "who owes it");
        need(where + "/asset", exposure.asset, "asset that is owed");
        if (!exposure.debtor.empty() && exposure.creditor == exposure.debtor)
            complain(where + "/debtor", shown(exposure.debtor), "an institution cannot owe itself");
    }
    void check_market(std::string const& where, MarketParameters const& market)
    {
        need(where + "/venue", market.venue, "exchange that runs the market");
        need(where + "/base", market.base, "asset that is traded");
        need(where + "/quote", market.quote, "asset it is paid with");
        if (!market.quote.empty() && market.base == market.quote)
            complain(where + "/quote", shown(market.quote), "an asset cannot be traded for itself");
        if (market.kind == MarketKind::perp && market.discipline != OrderDiscipline::pro_rata)
            complain(where + "/discipline", shown("price_time"), "a perpetual market clears its batches pro rata");
        if (market.edges.empty() ||
            std::ranges::adjacent_find(market.edges, std::greater_equal{}) != market.edges.end())
            complain(where + "/edges", shown(market.edges), "must be at least one distance, each above the one before");
        else if (market.profile.size() != market.edges.size())
            complain(where + "/profile", shown(market.profile),
                     fmt::format("has {} densities for {} edges; give one for each", market.profile.size(),
                                 market.edges.size()));
    }
    /// Prices of assets that are quoted only in each other would have nothing to stand on.
    void check_quotes()
    {
        std::vector<std::pair<std::string, std::string>> quotes;  // of each asset, in another
        std::map<std::string, std::string> afloat;                // where it is priced, by asset
        auto const quoted = [&](std::string const& asset, std::string const& quote, std::string const& where) {
            quotes.emplace_back(asset, quote);
            afloat.emplace(asset, where);
        };
        for (auto const& [name, market] : experiment_.world.markets)
            if (market.kind == MarketKind::spot && market.base != market.quote)
                quoted(market.base, market.quote, "/markets/" + name + "/base");
        for (auto const& [name, pool] : experiment_.world.pools)
            for (auto const& [coin, amount] : pool.coins)
                if (pool.marks && coin != pool.quote)
                    quoted(coin, pool.quote, "/pools/" + name + "/coins");
        for (bool found = true; found;) {
            found = false;
            for (auto const& [asset, quote] : quotes)
                found = (!afloat.contains(quote) && afloat.erase(asset) > 0) || found;
        }
        for (auto const& [asset, where] : afloat)
            complain(where, shown(asset),
                     "is priced only in assets that are priced in each other; give one of them a market in an asset "
                     "that has none");
    }
    void check_pool(std::string const& name, PoolParameters const& pool)
    {
        std::string const where = "/pools/" + name;
        std::size_t const most = pool.curve->most_coins();
        if (name == "outside" || experiment_.world.institutions.contains(name))
            complain(where, "", "is also the name of an institution; a pool is one, too: take another");
        if (pool.coins.size() < 2 || pool.coins.size() > most)
            complain(where + "/coins", "",
                     fmt::format("has {} coins; a pool of kind \"{}\" holds 2 to {}", pool.coins.size(),
                                 pool.curve.kind(), most));
        need(where + "/quote", pool.quote, "which of its coins its prices are told in");
        if (!pool.quote.empty() && !pool.coins.contains(pool.quote))
            complain(where + "/quote", shown(pool.quote), "must be one of its coins");
        if (experiment_.world.assets.contains(name + " share"))
            complain(where, "", fmt::format("\"{} share\" is the name of an asset; its shares need it", name));
    }
    void check_protocol(std::string const& name, ProtocolParameters const& protocol)
    {
        std::string const where = "/protocols/" + name;
        if (name == "outside" || experiment_.world.institutions.contains(name) ||
            experiment_.world.pools.contains(name))
            complain(where, "", "is also the name of an institution or a pool; a protocol is one, too: take another");
        need(where + "/collateral", protocol.collateral, "what debts are secured by");
        need(where + "/coin", protocol.coin, "what is lent");
        if (!protocol.coin.empty() && protocol.coin == protocol.collateral)
            complain(where + "/coin", shown(protocol.coin), "a coin cannot secure itself");
        for (auto const& [issuer, facts] : experiment_.world.institutions)
            if (protocol.terms.mints && !protocol.coin.empty() && facts.issues == protocol.coin)
                complain(
                    where + "/mints", "true",
                    fmt::format("{} is issued by {}; set it to false, or lend another coin", protocol.coin, issuer));
        if (protocol.terms.mints && protocol.supplied > 0)
            complain(where + "/supplied", shown(protocol.supplied),
                     "nobody supplies a coin that is made when it is lent; set it to 0, or \"mints\" to false");
    }
    void check_target(std::string const& where, Target const& target)
    {
        bool const is_read = std::ranges::none_of(
            problems_.all(), [&](Problem const& known) { return known.where.starts_with(where + "/measure"); });
        if (std::string const text = target.measure->complaint(experiment_.world); is_read && !text.empty())
            complain(where + "/measure", shown(target.measure.kind()), text);
        if (std::string const text = target.complaint(); !text.empty())
            complain(where + "/expected", fmt::format("[{}]", fmt::join(target.expected, ", ")), text);
        need(where + "/source", target.source, "who says so");
    }
    void check_expectation(std::string const& where, Expectation const& expectation)
    {
        need(where + "/arm", expectation.arm, "arm that is held against the base");
        need(where + "/outcome", expectation.outcome, "outcome that is compared");
        need(where + "/because", expectation.because, "why one should expect that");
    }
    void check_recordable(std::string const& where, std::string const& name)
    {
        if (std::find(recordable.begin(), recordable.end(), name) == recordable.end())
            complain(where, shown(name),
                     fmt::format("cannot be recorded; {}", advice(name, {recordable.begin(), recordable.end()})));
    }

    Experiment& experiment_;
    InputFiles& files_;
    Problems& problems_;
    std::optional<double> start_;
    std::map<std::string, std::string> issuers_;  // place of the issuer, by coin
};

}  // namespace

void MechanismParameters::visit(FieldVisitor& field)
{
    field("signals", signals, "what everyone can see of a venue");
    field("congestion", congestion, "orders that arrive late, and outages under load");
    field("trading", trading, "how the books clear");
    field("marking", marking, "index, mark and funding of perpetual markets");
    field("margin", margin, "who is liquidated, and how the engine sells");
    field("deleveraging", deleveraging, "who pays what the engine loses");
    field("redemption", redemption, "the primary market of coins that promise par");
    field("swaps", swaps, "coins that are exchanged for new tokens of a sister asset");
    field("withdrawals", withdrawals, "requests, queues, limits, gates");
    field("treasury", treasury, "what institutions keep liquid, and what they sell");
    field("contagion", contagion, "who fails, and what that costs the others");
}

void NetworkParameters::visit(FieldVisitor& field)
{
    field("links", links, "how they are made");
    field.reference("asset", asset, RefersTo::asset, "asset that the exposures are in");
    field("time_to_cash", time_to_cash, not_negative, "in which the whole of one is repaid after a recall, evenly");
    field("maturity", maturity, not_negative, "time at which they are due; 0 = on call");
}

void Experiment::visit(FieldVisitor& field)
{
    field("format", format, "\"stampede-experiment\"");
    field("version", version, {1, 1}, "", "version of the format");
    field("question", question, "what this experiment asks; required");
    field("step_seconds", step_seconds, {1, 86400}, "s", "length of a step");
    field("days", days, {1e-6, 36525}, "d", "time that is simulated");
    field("start", start, "date of the start in UTC, if prices or shocks have dates");
    field("seed", seed, {0, 0x1p63}, "1", "start of all luck");
    field("replicates", replicates, {1, 1e6}, "1", "worlds that differ by luck alone");
    field("assets", world.assets, "what can be held");
    field("institutions", world.institutions, "exchanges, issuers, banks, lenders, funds");
    field("exposures", world.exposures, "what institutions owe each other at the start");
    field("network", network, "exposures made by chance, besides those written out");
    field("markets", world.markets, "spot and perpetual markets, and who rests in them");
    field("pools", world.pools, "coins that anybody may swap, and who owns them");
    field("protocols", world.protocols, "who lends against collateral in vaults, and on which terms");
    field("social", social, "who hears of whom");
    field("agents", agents, "populations, each of one kind");
    field("mechanisms", mechanisms, "the rules of the market");
    field("shocks", shocks, "what happens from outside, and when");
    field("targets", targets, "what history says of it, for \"stampede validate\"; no run depends on them");
    field("expectations", expectations,
          "what an arm should do to an outcome, for \"stampede compare\"; no run depends on them");
    field("record", record, "what is kept besides summary and losses: series, events, network, agents");
    field("record_every", record_every, {1, 1e6}, "steps",
          "rows of the series are kept of every so many steps, and of the last");
}

std::int64_t Experiment::steps() const
{
    double const steps = days * 86400 / static_cast<double>(step_seconds);
    auto const whole = static_cast<std::int64_t>(steps);
    return whole + (static_cast<double>(whole) < steps ? 1 : 0);
}

ReadOptions const& experiment_names()
{
    static ReadOptions const options{{{"assets", RefersTo::asset},
                                      {"institutions", RefersTo::institution},
                                      {"markets", RefersTo::market},
                                      {"pools", RefersTo::pool},
                                      {"protocols", RefersTo::protocol},
                                      {"agents", RefersTo::population}},
                                     {{"/mechanisms/redemption/at", RefersTo::institution},
                                      {"/mechanisms/swaps/at", RefersTo::institution},
                                      {"/mechanisms/withdrawals/at", RefersTo::institution},
                                      {"/mechanisms/treasury/at", RefersTo::institution},
                                      {"/mechanisms/congestion/at", RefersTo::institution},
                                      {"/mechanisms/margin/at", RefersTo::institution},
                                      {"/mechanisms/deleveraging/at", RefersTo::institution}},
                                     {"arms", "vary"}};
    return options;
}

void complete(Experiment& experiment, InputFiles& files, Problems& problems)
{
    Completion{experiment, files, problems}.run();
}

}  // namespace stampede
