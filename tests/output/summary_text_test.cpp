// The summary as it is read aloud: of a run, a failure, and worlds in which nothing is or nothing happens.

#include "output/summary_text.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "output/spoken.hpp"
#include "tests/output/recorded_world.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::Contains;

namespace {

/// Lines of a text, each of which must be something that can be said.
std::vector<std::string> sentences(std::string const& text)
{
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t const end = text.find('\n', begin);
        REQUIRE(end != std::string::npos);
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    for (std::string const& line : lines) {
        CAPTURE(line);
        CHECK(line.ends_with('.'));
        for (std::string const nonsense : {"nan", "inf", "-0", " 1 clients", " 1 steps", "  was", "_", ": ."})
            CHECK(line.find(nonsense) == std::string::npos);
    }
    return lines;
}

std::vector<std::string> told(TinyWorld& tiny, std::int64_t steps)
{
    return sentences(summary_text(Recorded{tiny, steps}.finish().results()));
}

}  // namespace

TEST_CASE("a run on a bank in words", "[output][summary]")
{
    TinyWorld tiny = run_on_a_bank();
    std::vector<std::string> const expected{
        "This is the arm \"base\".",
        "The run covered 3 days in 12 steps of 6 hours.",
        "The first bad news or shock came after 6 hours.",
        "bank owed 4 clients 1.00 million USD at the start.",
        "  They asked for 40 % of it within 72 hours of the news and 50 % in the whole run; 50 % was paid.",
        "  In the worst 24 hours they asked for 50 % of what was owed.",
        "  At the worst moment 0 % of claims could have been paid within a day.",
        "  It never closed its doors; the longest wait for money was 36 hours.",
        "Who left first: within 72 hours of the news 100 % of those above 500,000 USD, 0 % of those from 10,000 to "
        "500,000 "
        "USD and 0 % of those below 10,000 USD had asked.",
        "By the end it was 100 % of those above 500,000 USD, 50 % of those from 10,000 to 500,000 USD and 100 % of "
        "those "
        "below 10,000 USD.",
        "Of 100 requests 0 were set off by earlier requests.",
        "No class of holders lost more than 0.1 % of what it had."};
    CHECK(told(tiny, 12) == expected);
}

TEST_CASE("a failure in words: what is left of a claim, and who lost through what", "[output][summary]")
{
    TinyWorld tiny;
    tiny.institution("borrower");
    tiny.institution("bank").hot = Share{0.7};
    tiny.lend("bank", "borrower", 400);
    tiny.institution("safe");
    tiny.client("bank", "USD", 1'000);
    tiny.client("bank", "USD", 0);
    tiny.client("safe", "USD", 1'000);
    std::vector<std::string> const lines = told(tiny, 10);
    auto const has = [&](std::string const& line) { return std::ranges::count(lines, line) == 1; };
    CHECK(has("There was no bad news and no shock."));
    CHECK(has("bank owed 2 clients 1,000 USD at the start."));
    CHECK(has("  Nobody asked for money."));
    CHECK(has("  It paid what it could until it failed."));
    CHECK(has("  It failed after 20 minutes; a claim of 100 USD was worth 70 USD after that."));
    CHECK(has("safe owed one client 1,000 USD at the start, of which nobody asked for any."));
    CHECK(has("Of 3 institutions 2 failed."));
    CHECK(has("The loss of clients was 300 USD of 2,000 USD: 300 USD through defaults."));
}

TEST_CASE("worlds without institutions, clients, markets or shocks have something to say", "[output][summary]")
{
    SECTION("nothing at all")
    {
        TinyWorld tiny;
        CHECK(told(tiny, 1) == std::vector<std::string>{
                                   "This is the arm \"base\".", "The run covered 10 minutes in one step of 10 minutes.",
                                   "There was no bad news and no shock.", "No institution had clients.",
                                   "No class of holders lost more than 0.1 % of what it had."});
    }
    SECTION("a venue that nobody uses")
    {
        TinyWorld tiny;
        tiny.institution("bank");
        CHECK(told(tiny, 2).size() == 5);
    }
    SECTION("a client without money")
    {
        TinyWorld tiny;
        tiny.institution("bank");
        tiny.client("bank", "USD", 0);
        std::vector<std::string> const lines = told(tiny, 2);
        CHECK(lines.at(3) == "bank owed one client 0 USD at the start.");
    }
    SECTION("a run that was stopped at once")
    {
        TinyWorld tiny = run_on_a_bank();
        std::vector<std::string> const lines = sentences(summary_text(Recorded{tiny, 12}.results()));
        CHECK(lines.at(1) == "The run covered 0 seconds in 0 steps of 6 hours.");
        CHECK(lines.at(2) == "It was stopped before its end.");
    }
    SECTION("a halt and a fall of prices")
    {
        TinyWorld tiny;
        tiny.institution("venue");
        std::size_t const ann = tiny.client("venue", "COIN", 100);
        tiny.market("venue", 10'000);
        tiny.ask(0, ann, 60);
        tiny.wish({2, ann, ScriptedClients::Deed::sell, 50});
        tiny.shock("fall", "price_jump", {{"at", 1800}, {"change", -0.5}}, {{"asset", "COIN"}});
        std::vector<std::string> const lines = told(tiny, 5);
        auto const fell =
            std::ranges::find_if(lines, [](auto const& line) { return line.starts_with("COIN fell to "); });
        REQUIRE(fell != lines.end());
        CHECK(*fell == "COIN fell to 50 % of its first price and ended at 50 %.");
        CHECK_THAT(lines.back(), Contains("through prices"));
    }
}

TEST_CASE("numbers as they are said", "[output][summary]")
{
    using namespace spoken;
    CHECK(money(7.02e9) == "7.02 billion USD");
    CHECK(money(3.5e8) == "350 million USD");
    CHECK(money(12'400) == "12,400 USD");
    CHECK(money(999'600) == "1.00 million USD");
    CHECK(money(-0.2) == "0 USD");
    CHECK(money(-2e6) == "-2.00 million USD");
    CHECK(percent(0) == "0 %");
    CHECK(percent(-0.0) == "0 %");
    CHECK(percent(0.00032) == "0.032 %");
    CHECK(percent(0.076) == "7.6 %");
    CHECK(percent(1.26) == "126 %");
    CHECK(time(0.5 / 60) == "30 seconds");
    CHECK(time(1.0 / 60) == "one minute");
    CHECK(time(1) == "one hour");
    CHECK(time(6.5) == "6.5 hours");
    CHECK(time(48) == "2 days");
    CHECK(time(844.8) == "35.2 days");
    CHECK(count(1, "client", "clients") == "one client");
    CHECK(count(300'000, "client", "clients") == "300,000 clients");
    CHECK(count(-1'234) == "-1,234");
    CHECK(list({"a", "b", "c"}) == "a, b and c");
    CHECK(list({}) == "");
}
