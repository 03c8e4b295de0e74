// Published cases of FLOX through the whole engine, by configuration alone: who is liquidated at each mark, what the
// insurance fund pays, who is closed by force, and what is left. There positions are closed whole, and longs need not
// equal shorts; here no more is closed than is needed, and the other side is an account that never wins.

#include <fmt/format.h>

#include <optional>

#include "model/margin_schedule.hpp"
#include "tests/analytic/case_file.hpp"
#include "tests/support/leverage_config.hpp"
#include "tests/support/validation.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;
using Json = nlohmann::json;

namespace {

constexpr int steps_per_mark = 3;  ///< the mark moves, what was taken over is sold, nothing more happens

struct Account {
    int id;
    double size, entry, equity;

    [[nodiscard]] std::string name() const { return fmt::format("account {}", id); }
    [[nodiscard]] double at(double mark) const { return equity + size * (mark - entry); }
};

struct Published {
    Json const& json;
    std::vector<Account> accounts;
    Json tiers;
    std::vector<double> marks;

    explicit Published(Json const& one)
        : json{one},
          tiers(one.value("tiers", Json::array({{{"min_notional", 0}, {"rate", 0.005}}}))),
          marks(one.at("marks").get<std::vector<double>>())
    {
        for (Json const& held : one.at("positions"))
            accounts.push_back({held.at("account"), held.at("quantity"), held.at("entry_price"), held.at("equity")});
    }
    [[nodiscard]] MarginSchedule schedule() const
    {
        std::vector<MarginTier> all;
        for (Json const& tier : tiers)
            all.push_back({tier.at("min_notional"), tier.at("rate"), 1000});
        return MarginSchedule{all};
    }
    [[nodiscard]] bool below(Account const& account, double mark) const
    {
        return account.at(mark) <= schedule().maintenance(std::abs(account.size) * mark);
    }
    /// The middle of the prices near the entries at which nobody would be liquidated.
    [[nodiscard]] std::optional<double> start() const
    {
        std::vector<double> sound;
        for (Account const& near : accounts)
            for (double part = 0.5; part < 1.5; part += 0.001)
                if (std::ranges::none_of(accounts, [&](Account const& each) { return below(each, part * near.entry); }))
                    sound.push_back(part * near.entry);
        if (sound.empty())
            return {};
        std::ranges::sort(sound);
        return sound[sound.size() / 2];
    }
};

/// Which score of a queue a ranking of theirs is.
std::string score_of(Json const& one)
{
    std::string const ranking = one.value("ranking", "pnl_over_equity");
    return ranking == "position_size" ? "size" : ranking == "pnl_times_leverage" ? "leveraged_profit" : "return";
}

Json flox_world(double start, Json const& tiers, Json const& one)
{
    PerpVenue venue{.price = start, .fund = one.value("insurance_fund", 0.0), .depth = 1e10};
    Json from, rate, leverage;
    for (Json const& tier : tiers) {
        from.push_back(tier.at("min_notional"));
        rate.push_back(tier.at("rate"));
        leverage.push_back(1000);
    }
    venue.tiers = {{"from", from}, {"rate", rate}, {"leverage", leverage}};
    Json world = leverage_world(venue, 8);
    world["mechanisms"]["trading"]["moves_prices"] = false;  // no slippage there
    world["mechanisms"]["deleveraging"] = {{"trigger", one.value("adl_enabled", true) ? "shortfall" : "never"},
                                           {"socialised", 0},
                                           {"rule", {{"kind", "queue"}, {"score", score_of(one)}}}};
    return world;
}

Json world_of(Published const& row, double start)
{
    Json world = flox_world(start, row.tiers, row.json);
    double sum = 0;
    for (Account const& each : row.accounts) {
        add_holder(world, each.name(), each.size, each.entry, each.equity);
        sum += each.size;
    }
    // The other side: rich, and not in profit at any of the marks.
    double const never = sum > 0 ? 0.999 * std::ranges::min(row.marks) : 1.001 * std::ranges::max(row.marks);
    if (sum != 0)
        add_holder(world, "other side", -sum, never, 900 * std::abs(sum) * never);
    add_prices(world, row.marks, "COIN", steps_per_mark);
    return world;
}

/// Money that has gone so far [USD].
struct Paid {
    double fund, winners = 0, others = 0;
};

Paid paid_so_far(LeverageView const& seen, Published const& row)
{
    Paid paid{seen.fund()};
    for (Account const& each : row.accounts)
        paid.winners += seen.lost(each.name(), Channel::adl);
    paid.others = seen.lost("other side", Channel::adl);
    for (Channel const channel : {Channel::liquidation, Channel::adl, Channel::socialised})
        paid.others += seen.lost("Exchange", channel);  // bought at a loss, closed at that price against others
    return paid;
}

/// What our rules have in common with theirs at a mark: only that is held against the row.
struct Comparable {
    bool amounts;  ///< nobody who is liquidated has anything left, which would go to the fund here
    bool adl;      ///< the same accounts follow from coins that are needed and from profits that are
};

Comparable comparable(Published const& row, Json const& expected, double mark, double fund)
{
    double left = 0, deficit = 0, coins = 0, closed = 0, last = 0, winners = 0;
    for (Account const& each : row.accounts) {
        auto const in = [&](char const* list) { return std::ranges::count(expected.at(list), Json(each.id)) > 0; };
        if (in("liquidated")) {
            left += std::max(0.0, each.at(mark));
            deficit += std::max(0.0, -each.at(mark));
            coins += std::abs(each.size);
        }
        else if (each.at(mark) > each.equity)
            winners += std::abs(each.size);
        if (in("adl_closed")) {
            closed += std::abs(each.size);
            last = expected.at("adl_closed").back() == Json(each.id) ? std::abs(each.size) : last;
        }
    }
    double const needed = deficit > 0 ? coins * std::max(0.0, 1 - fund / deficit) : 0;
    bool const none = expected.at("adl_closed").empty() && (winners == 0 || needed == 0);
    bool const enough = needed > closed - last && needed <= closed && expected.at("deficit_left").get<double>() == 0;
    return {left == 0, !row.json.value("adl_enabled", true) || none || enough};
}

void check_accounts(LeverageView const& seen, Published const& row, Json const& expected, bool adl)
{
    for (Account const& each : row.accounts) {
        CAPTURE(each.id);
        auto const in = [&](char const* list) { return std::ranges::count(expected.at(list), Json(each.id)) > 0; };
        double const now = seen.size(each.name());
        if (in("liquidated"))
            CHECK(now == 0);
        if (adl && in("adl_closed"))
            CHECK(std::abs(now) < std::abs(each.size));
        if (adl && in("still_open"))
            CHECK_THAT(now, WithinAbs(each.size, 1e-7));
    }
}

void check_money(Paid const& before, Paid const& after, Json const& expected)
{
    constexpr double tolerance = 1e-6, booked = 2e-6;  // theirs; losses are booked in millionths of a dollar
    double const fund_paid = before.fund - after.fund, winners = after.winners - before.winners;
    // The fund is the venue's, and what it pays a loss of the venue.
    double const left = after.others - before.others - fund_paid;
    CHECK_THAT(fund_paid, WithinAbs(expected.at("fund_paid").get<double>(), tolerance));
    CHECK_THAT(after.fund, WithinAbs(expected.at("fund_after").get<double>(), tolerance));
    CHECK_THAT(fund_paid + winners + left, WithinAbs(expected.at("deficit").get<double>(), booked));
    CHECK_THAT(left, WithinAbs(expected.at("deficit_left").get<double>(), booked));
}

/// How many marks of a row were checked, in how many of them the money, and what was left out and why.
struct Checked {
    int marks = 0, money = 0;
    std::vector<std::string> left_out = {};

    void leave_out(Published const& row, double mark, char const* why)
    {
        std::string const name = row.json.at("name").get<std::string>();
        left_out.push_back(fmt::format("{}, mark {}: {}", name, mark, why));
        validation_row(fmt::format("FLOX, {}, mark {}", name, mark), "FLOX", "compared", fmt::format("not: {}", why));
    }
};

/// The other marks of a row are those after this one, at which other positions may be open there than here.
void leave_out_rest(Checked& checked, Published const& row, std::size_t last, char const* why)
{
    for (std::size_t i = last + 1; i < row.marks.size(); ++i)
        checked.leave_out(row, row.marks[i], why);
}

Checked check_row(Published const& row, double start)
{
    Configured run{world_of(row, start)};
    LeverageView const seen{run};
    Paid before = paid_so_far(seen, row);
    Checked checked;
    for (std::size_t i = 0; i < row.marks.size(); ++i) {
        double const mark = row.marks[i];
        Json const& expected = row.json.at("result").at(i);
        CAPTURE(mark, start);
        // Rates of theirs hold for all of a notional, ours for what is in the tier.
        bool const alike = std::ranges::all_of(row.accounts, [&](Account const& each) {
            bool const theirs = std::ranges::count(expected.at("liquidated"), Json(each.id)) > 0;
            return seen.size(each.name()) == 0 || row.below(each, mark) == theirs;
        });
        Comparable const can = comparable(row, expected, mark, before.fund);
        run.go(steps_per_mark);
        if (!alike) {
            checked.leave_out(row, mark, "rates of all of a notional and of what is in each tier liquidate others");
            leave_out_rest(checked, row, i, "others were liquidated before");
            break;
        }
        Paid const after = paid_so_far(seen, row);
        check_accounts(seen, row, expected, can.adl);
        if (can.amounts && can.adl) {
            check_money(before, after, expected);
            ++checked.money;
            validation_row(fmt::format("FLOX, {}, paid by fund and left", row.json.at("name").get<std::string>()),
                           "FLOX",
                           fmt::format("{:.6g} and {:.6g}", expected.at("fund_paid").get<double>(),
                                       expected.at("deficit_left").get<double>()),
                           fmt::format("{:.6g} and {:.6g}", before.fund - after.fund,
                                       after.others - before.others - before.fund + after.fund));
        }
        else
            checked.leave_out(row, mark,
                              can.amounts ? "who is closed follows from coins here and from profits there"
                                          : "what is left to who is liquidated is the fund's here");
        ++checked.marks;
        before = after;
        if (!can.amounts || !can.adl || !expected.at("adl_closed").empty()) {
            leave_out_rest(checked, row, i, "other positions are open there than here");
            break;
        }
    }
    return checked;
}

}  // namespace

TEST_CASE("published cases of liquidation, insurance fund and deleveraging", "[analytic][leverage][adl]")
{
    Checked all;
    std::size_t done = 0;
    std::vector<std::string> elsewhere;
    for (Json const& one : cases::all("adl_and_insurance_fund.json")) {
        auto const name = one.at("name").get<std::string>();
        CAPTURE(name);
        if (!one.contains("positions")) {
            elsewhere.push_back(name);
            continue;
        }
        Published const row{one};
        std::optional<double> const start = row.start();
        if (!start) {
            all.leave_out(row, row.marks.front(), "somebody is liquidated at any price, so that nobody came there");
            continue;
        }
        Checked const checked = check_row(row, *start);
        CHECK(checked.marks == static_cast<int>(row.marks.size()));
        all.money += checked.money;
        all.left_out.insert(all.left_out.end(), checked.left_out.begin(), checked.left_out.end());
        ++done;
    }
    CHECK(done >= 4);
    CHECK(all.money >= 4);
    CHECK(all.left_out == std::vector<std::string>{});
    // One winner against one loser has a format of its own, and a test below.
    CHECK(elsewhere ==
          std::vector<std::string>{"closed winner keeps only the profit above the deficit (money is conserved)"});
}

// The same format with a fund, several marks and every ranking; expected numbers by hand.
TEST_CASE("a fund, several marks, and rankings in the format of the published cases", "[analytic][leverage][adl]")
{
    Json const rows = Json::parse(R"([
        {"name": "the fund pays over two marks, then is empty", "insurance_fund": 100, "adl_enabled": false,
         "positions": [{"account": 1, "quantity": 10, "entry_price": 100, "equity": 50},
                       {"account": 2, "quantity": 10, "entry_price": 100, "equity": 150}],
         "marks": [90, 80],
         "result": [{"liquidated": [1], "deficit": 50, "fund_paid": 50, "fund_after": 50, "adl_closed": [],
                     "deficit_left": 0, "still_open": [2]},
                    {"liquidated": [2], "deficit": 50, "fund_paid": 50, "fund_after": 0, "adl_closed": [],
                     "deficit_left": 0, "still_open": []}]},
        {"name": "the fund pays a part, the rest is nobody's", "insurance_fund": 30, "adl_enabled": false,
         "positions": [{"account": 1, "quantity": 10, "entry_price": 100, "equity": 50}],
         "marks": [90],
         "result": [{"liquidated": [1], "deficit": 50, "fund_paid": 30, "fund_after": 0, "adl_closed": [],
                     "deficit_left": 20, "still_open": []}]},
        {"name": "the fund pays a part, a winner the rest", "insurance_fund": 20,
         "positions": [{"account": 1, "quantity": 10, "entry_price": 100, "equity": 50},
                       {"account": 2, "quantity": -4, "entry_price": 100, "equity": 100},
                       {"account": 3, "quantity": -8, "entry_price": 100, "equity": 100}],
         "marks": [90],
         "result": [{"liquidated": [1], "deficit": 50, "fund_paid": 20, "fund_after": 0, "adl_closed": [3],
                     "deficit_left": 0, "still_open": [2]}]},
        {"name": "the largest position first", "ranking": "position_size",
         "positions": [{"account": 1, "quantity": 10, "entry_price": 100, "equity": 50},
                       {"account": 2, "quantity": -12, "entry_price": 95, "equity": 200},
                       {"account": 3, "quantity": -11, "entry_price": 100, "equity": 100}],
         "marks": [90],
         "result": [{"liquidated": [1], "deficit": 50, "fund_paid": 0, "fund_after": 0, "adl_closed": [2],
                     "deficit_left": 0, "still_open": [3]}]},
        {"name": "profit times leverage first", "ranking": "pnl_times_leverage",
         "positions": [{"account": 1, "quantity": 10, "entry_price": 100, "equity": 50},
                       {"account": 2, "quantity": -20, "entry_price": 96, "equity": 200},
                       {"account": 3, "quantity": -11, "entry_price": 100, "equity": 160}],
         "marks": [90],
         "result": [{"liquidated": [1], "deficit": 50, "fund_paid": 0, "fund_after": 0, "adl_closed": [2],
                     "deficit_left": 0, "still_open": [3]}]}])");
    for (Json const& one : rows) {
        CAPTURE(one.at("name").get<std::string>());
        Published const row{one};
        std::optional<double> const start = row.start();
        REQUIRE(start);
        Checked const checked = check_row(row, *start);
        CHECK(checked.marks == static_cast<int>(row.marks.size()));
        CHECK(checked.money == checked.marks);
        CHECK(checked.left_out == std::vector<std::string>{});
    }
}

TEST_CASE("a closed winner keeps the profit above the deficit", "[analytic][leverage][adl]")
{
    Json const all = cases::all("adl_and_insurance_fund.json");
    auto const one = std::ranges::find_if(all, [](Json const& each) { return each.contains("winner"); });
    REQUIRE(one != all.end());
    Json world = flox_world(100, Json::array({{{"min_notional", 0}, {"rate", 0.005}}}), *one);
    for (char const* const who : {"loser", "winner"})
        add_holder(world, who, one->at(who).at("quantity"), one->at(who).at("entry_price"), one->at(who).at("equity"));
    add_prices(world, {one->at("mark").get<double>()});
    Configured run{world};
    run.go(2);
    LeverageView const seen{run};
    CHECK(seen.size("loser") == 0);
    CHECK(seen.size("winner") == 0);
    CHECK_THAT(seen.lost("winner", Channel::adl), WithinAbs(one->at("winner_forgoes").get<double>(), 1e-6));
    CHECK_THAT(seen.free("winner"), WithinAbs(one->at("winner_equity_after").get<double>(), 1e-6));
}
