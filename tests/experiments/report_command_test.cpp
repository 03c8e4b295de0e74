// stampede report: a page about a run, an ensemble and a comparison says what the file says; bad files leave none.

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <numeric>
#include <set>

#include "experiments/input_files.hpp"
#include "model/statistics.hpp"
#include "output/report/bars.hpp"
#include "output/report/runs.hpp"
#include "output/results_file.hpp"
#include "tests/experiments/command.hpp"
#include "tests/experiments/working_in.hpp"
#include "tests/support/markup.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

/// The small lender; results and pages in a folder.
struct Desk {
    TemporaryFolder folder;
    std::string file = write_lender(folder).string();

    [[nodiscard]] std::string at(std::string const& name) const { return (folder.path() / name).string(); }
    void make(std::vector<std::string> arguments, std::string const& out) const
    {
        arguments.insert(arguments.begin() + 1, file);
        arguments.insert(arguments.end(), {"--out", at(out)});
        Ran const ran = command(arguments);
        CAPTURE(ran.messages);
        REQUIRE(ran.code == 0);
    }
    /// The page about a file, found to be in order.
    [[nodiscard]] std::string page_about(std::string const& results) const
    {
        Ran const ran = command({"report", at(results), "--out", at("page.html")});
        CAPTURE(ran.messages);
        REQUIRE(ran.code == 0);
        CHECK(ran.data == at("page.html") + "\n");
        std::string const page = read_whole_file(at("page.html"));
        check_page(page);
        return page;
    }

  private:
    static void check_page(std::string const& page)
    {
        CHECK(complaint_about_xml(page.substr(page.find('\n') + 1)) == "");
        std::vector<std::string> const pictures = pieces(page, "<svg", "</svg>");
        CHECK(pictures.size() >= 2);
        for (std::string const& picture : pictures) {
            CHECK(complaint_about_xml(picture) == "");
            CHECK(between(picture, "<title", "</title>").size() == 1);
            CHECK(between(picture, "<desc", "</desc>").size() == 1);
            CHECK(picture.find("nan") == std::string::npos);
            CHECK(picture.find("inf,") == std::string::npos);
        }
        std::vector<std::string> const ids = between(page, " id=\"", "\"");
        CHECK(std::set<std::string>{ids.begin(), ids.end()}.size() == ids.size());
        for (std::string const foreign : {"<script", " src=", " href=", "@import", "url("})
            CHECK(page.find(foreign) == std::string::npos);
    }
};

bool has(std::string const& page, std::string const& text)
{
    return page.find(text) != std::string::npos;
}

/// The numbers of the row that begins with a name, in full.
std::vector<double> row_of(std::string const& page, std::string const& name)
{
    std::vector<double> numbers;
    for (std::string const& row : between(page, "<th scope=\"row\">" + name + "</th>", "</tr>")) {
        for (std::string const& value : between(row, "<data value=\"", "\""))
            numbers.push_back(std::stod(value));
        break;
    }
    return numbers;
}

}  // namespace

TEST_CASE("the page about a run says what its file says", "[experiments][report]")
{
    Desk const desk;
    desk.make({"run", "--set", "/start=2022-05-07T00:00Z"}, "run.h5");
    std::string const page = desk.page_about("run.h5");
    ResultsFile const results{desk.at("run.h5")};
    for (std::string const& text :
         {std::string{"<h1>Who is paid when a small lender is run on?</h1>"}, std::string{"One run, seed 11."},
          "stampede run " + desk.file, std::string{"stampede reproduce run.h5"}, results.text("libraries"),
          results.text("config_sha256"), std::string{"UTC, 2022"},
          std::string{"Lender: first bad news or shock, 7 May"}})
        CHECK(has(page, text));
    for (std::string const panel :
         {"Price [% of the price at the start]", "Withdrawals so far [", "Asked for in 24 hours",
          "Payable within 24 hours [% of claims]", "People who have asked"})
        CHECK(has(page, panel));
    CHECK_FALSE(has(page, "Open interest"));
    CHECK(has(page, "&quot;panic_threshold&quot;"));

    auto const asked = results.numbers("/series/venue/asked_usd");  // of Exchange and Lender
    double sum = 0;
    for (std::size_t row = 1; row < asked.size(); row += 2)
        sum += asked[row];
    CHECK(sum > 1e6);
    CHECK(has(page, fmt::format("ends at {:.3g} million USD. Lender, paid:", sum * 1e-6)));

    auto const losses = results.numbers("/losses/loss_usd");
    auto const classes = results.texts("/losses/class");
    auto const owner = static_cast<std::size_t>(std::ranges::find(classes, "depositors") - classes.begin());
    std::vector<double> const row = row_of(page, "depositors");
    REQUIRE(row.size() > 1);
    double whole = 0;
    for (std::size_t channel = 0; channel < 10; ++channel) {
        double const loss = losses[owner * 10 + channel];
        whole += loss;
        if (std::abs(loss) > 1)
            CHECK(std::ranges::count(row, loss) >= 1);
    }
    CHECK(row.back() == Approx(whole).epsilon(1e-12));

    std::vector<double> const small = row_of(page, "below 10,000 USD");
    REQUIRE(small.size() == 4);
    CHECK(small[0] == results.numbers("/summary/size/people")[0]);
    CHECK(small[3] == results.numbers("/summary/size/asked_share")[0]);
    auto const people = results.integers("/series/size/people_asked");
    CHECK(static_cast<double>(people[people.size() - 3]) / small[0] == Approx(small[3]).epsilon(1e-12));
}

TEST_CASE("the page about an ensemble has fans, and quantiles that are those of the file", "[experiments][report]")
{
    Desk const desk;
    desk.make({"ensemble", "--replicates", "5", "--series", "--set", "/days=2"}, "many.h5");
    std::string const page = desk.page_about("many.h5");
    CHECK(has(page, "5 runs of 1 world, seed 11."));
    CHECK(has(page, "Clients of Lender asked for "));
    CHECK(has(page, "(median of 5 of 5 runs)"));
    CHECK(pieces(page, "<polygon", "/>").size() > 10);
    CHECK(has(page, "days since the start"));

    ResultsFile const results{desk.at("many.h5")};
    std::vector<double> asked;
    for (std::size_t run = 0; run < 5; ++run)
        asked.push_back(results.numbers("/summary/venue/asked_share")[2 * run + 1]);
    std::vector<double> const row = row_of(page, "Lender: asked share [%]");
    REQUIRE(row.size() == 5);
    for (auto const& [place, share] : {std::pair{0, 0.5}, {1, 0.05}, {2, 0.25}, {3, 0.75}, {4, 0.95}})
        CHECK(row[static_cast<std::size_t>(place)] == statistics::quantile(asked, share));

    desk.make({"ensemble", "--replicates", "2", "--set", "/days=1"}, "bare.h5");
    CHECK(has(desk.page_about("bare.h5"), "The file holds outcomes only, no series."));
}

TEST_CASE("the page about a comparison has a table per arm", "[experiments][report]")
{
    Desk const desk;
    desk.make({"compare", "--replicates", "3", "--set", "/days=2", "--arm", "calm:/shocks/leak/chance=0", "--arm",
               "same:/seed=11"},
              "arms.h5");
    std::string const page = desk.page_about("arms.h5");
    CHECK(has(page, "9 runs of 3 worlds, seed 11."));
    CHECK(has(page, "<caption>calm against the base</caption>"));
    CHECK(has(page, "same differs from the base in nothing that is shown here."));
    ResultsFile const results{desk.at("arms.h5")};
    std::vector<std::string> const labels = results.texts("/comparison/comparison");
    auto const at = static_cast<std::size_t>(std::ranges::find(labels, "calm: asked_usd") - labels.begin());
    std::vector<double> const row = row_of(page, "asked [million USD]");
    REQUIRE(row.size() >= 5);
    CHECK(row[2] == results.numbers("/comparison/median")[at]);
    CHECK(row[3] == results.numbers("/comparison/q05")[at]);
}

TEST_CASE("series of leverage are told in millions of dollars", "[experiments][report]")
{
    Desk const desk;
    desk.make({"run", "--set", "/days=1"}, "run.h5");
    Contents contents = ResultsFile{desk.at("run.h5")}.file().contents();
    std::size_t const steps = contents.at("/series/venue/step").shape[0];
    for (std::string const axis : {"run", "step", "time_h"})
        contents.add("/series/perp/" + axis, contents.at("/series/venue/" + axis));
    contents.add("/series/perp/perp", {std::vector<std::string>{"BTC-PERP"}, {1}, {"perp"}, {}});
    for (std::string const column : {"open_interest_usd", "liquidated_usd", "fund_usd", "deleveraged_usd"})
        contents.add("/series/perp/" + column,
                     {std::vector<double>(steps, 5e6), {1, steps, 1}, {"run", "step", "perp"}, {}});
    write_results(desk.at("perp.h5"), contents);
    CHECK(has(desk.page_about("perp.h5"), "BTC-PERP: begins at 5, lowest 5, highest 120, ends at 120 million USD."));
}

// Two days of the lender with a spot book that people sell into and a perpetual whose longs a fall of half the price
// bankrupts: everything that a page can show happens in it.
TEST_CASE("the page about a run with leverage has every panel", "[experiments][report]")
{
    Desk const desk;
    std::string const file = desk.folder
                                 .write("leverage.json", R"({"extends": "lender.json", "days": 2,
        "assets": {"COIN": {"price": 100}},
        "institutions": {"Exchange": {"tokens": {"USD": 1e6}}},
        "markets": {"COIN-PERP": {"kind": "perp", "venue": "Exchange", "base": "COIN", "quote": "USD", "depth": 1e5,
                                  "perp": {"insurance_fund": 1e4}}},
        "agents": {"leveraged": {"kind": "leveraged_trader", "venue": "Exchange", "base": "COIN", "count": 50,
                                 "notional": 10000}},
        "mechanisms": {"withdrawals": {"limit": {"kind": "daily_share", "share": 0.05}}},
        "shocks": {"fall": {"kind": "price_jump", "at": "12h", "asset": "COIN", "change": -0.5}}})")
                                 .string();
    Ran const ran = command({"run", file, "--quiet", "--out", desk.at("run.h5")});
    CAPTURE(ran.messages);
    REQUIRE(ran.code == 0);
    std::string const page = desk.page_about("run.h5");
    for (std::string const title :
         {"Price [% of the price at the start]", "Withdrawals so far [", "Asked for in 24 hours [% of claims]",
          "Overdue withdrawals [", "Payable within 24 hours [% of claims]",
          "Bids within 1 % of mid [% of those at the start]", "Open interest [", "Liquidations so far [",
          "Insurance fund [", "Deleveraged so far ["}) {
        CAPTURE(title);
        CHECK(has(page, title));
    }
    CHECK(has(page, "COIN-PERP: begins at "));

    ResultsFile const results{desk.at("run.h5")};
    auto const closed = results.numbers("/series/perp/deleveraged_usd");
    double const sum = std::accumulate(closed.begin(), closed.end(), 0.0);
    CHECK(sum > 1000);
    auto const fund = results.numbers("/series/perp/fund_usd");
    CHECK(fund.back() < fund.front());
}

TEST_CASE("the same file gives the same page, under the name that is said or its own", "[experiments][report]")
{
    Desk const desk;
    desk.make({"run", "--set", "/days=1"}, "run.h5");
    std::string const first = desk.page_about("run.h5");
    CHECK(first == desk.page_about("run.h5"));

    WorkingIn const inside{desk.folder.path()};
    Ran const ran = command({"report", "run.h5"});
    CHECK(ran.data == "run.html\n");
    CHECK(read_whole_file(desk.at("run.html")) == first);
}

TEST_CASE("a file that cannot be read leaves no page", "[experiments][report]")
{
    Desk const desk;
    desk.make({"run", "--set", "/days=1"}, "run.h5");
    auto const refused = [&](std::string const& file, int code, std::string const& why,
                             std::string const& out = "page.html") {
        Ran const ran = command({"report", desk.at(file), "--out", desk.at(out)});
        CAPTURE(ran.messages);
        CHECK(ran.code == code);
        CHECK(ran.data.empty());
        CHECK(ran.messages.find(why) != std::string::npos);
        CHECK_FALSE(std::filesystem::exists(desk.at("page.html")));
        CHECK_FALSE(std::filesystem::exists(desk.at("page.html.part")));
    };
    std::string const whole = read_whole_file(desk.at("run.h5"));
    std::ofstream{desk.at("cut.h5"), std::ios::binary} << whole.substr(0, whole.size() / 2);
    refused("cut.h5", 3, "is cut short");
    desk.folder.write("foreign.h5", "hello");
    refused("foreign.h5", 3, "is not an HDF5 file");
    refused("lender.json", 3, "is not an HDF5 file");
    refused("none.h5", 3, "no such file");
    Contents bare;
    bare.attributes("/") = ResultsFile{desk.at("run.h5")}.file().attributes("/");
    write_results(desk.at("bare.h5"), bare);
    refused("bare.h5", 3, "holds no summary of a run");
    refused("run.h5", 2, "is the results file itself", "run.h5");
    refused("run.h5", 3, "none/page.html", "none/page.html");
    CHECK(read_whole_file(desk.at("run.h5")) == whole);
}
