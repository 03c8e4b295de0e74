// Pages about worlds in which nothing is or nothing happens, and about a run on a bank; without time and host.

#include "output/report.hpp"

#include <catch2/catch.hpp>

#include "tests/output/recorded_world.hpp"
#include "tests/output/sample_results.hpp"
#include "tests/support/markup.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

/// The page about results, found to be well-formed.
std::string page_about(Contents results)
{
    stamp(results, sample_provenance());
    TemporaryFolder const folder;
    write_results(folder / "results.h5", results);
    std::string const page = report(ResultsFile{folder / "results.h5"}, {1'651'881'600});
    CHECK(complaint_about_xml(page.substr(page.find('\n') + 1)) == "");
    CHECK(page.find("How to make it again") != std::string::npos);
    CHECK(page.find("seed 18446744073709551557.") != std::string::npos);
    for (std::string const& picture : pieces(page, "<svg", "</svg>"))
        CHECK(picture.find("nan") == std::string::npos);
    return page;
}

}  // namespace

TEST_CASE("a page about nothing at all", "[output][report]")
{
    TinyWorld tiny;
    std::string const page = page_about(Recorded{tiny, 1}.finish().results());
    CHECK(page.find("No institution had clients.") != std::string::npos);
    CHECK(page.find("Nobody lost anything.") != std::string::npos);
}

TEST_CASE("a page about a run that was stopped at once", "[output][report]")
{
    TinyWorld tiny = run_on_a_bank();
    std::string const page = page_about(Recorded{tiny, 12}.results());
    CHECK(page.find("It was stopped before its end.") != std::string::npos);
    CHECK(page.find("The file holds outcomes only, no series.") != std::string::npos);
}

TEST_CASE("a page about a run on a bank tells it in words and in numbers", "[output][report]")
{
    TinyWorld tiny = run_on_a_bank();
    std::string const page = page_about(Recorded{tiny, 12}.finish().results());
    CHECK(page.find("<li>bank owed 4 clients 1.00 million USD at the start.</li>") != std::string::npos);
    CHECK(page.find("A: bank: first bad news or shock, 7 May 2022, 12:00") != std::string::npos);
    CHECK(page.find("bank, asked for: begins at 0.105, lowest 0.105, highest 0.505, ends at 0.505 million USD.") ==
          std::string::npos);  // thousands are the shorter unit
    CHECK(page.find("bank, asked for: begins at 105, lowest 105, highest 505, ends at 505 thousand USD. bank, paid: "
                    "begins at 105,") != std::string::npos);
    CHECK(page.find("above 500,000 USD: begins at 0, lowest 0, highest 100, ends at 100 %.") != std::string::npos);
}
