// Historical prices come from columns of a CSV file; what is wrong with them is said.

#include "experiments/price_files.hpp"

#include <catch2/catch.hpp>

#include "experiments/time_text.hpp"
#include "model/base/check.hpp"

using namespace stampede;

namespace {

InputFiles price_files()
{
    InputFiles files;
    files.embed("btc.csv",
                "time_utc,btc_usd\n2022-05-06T23:00Z,36000\n2022-05-07T00:00Z,36040\n2022-05-07T01:30Z,35900\n");
    files.embed("hours.csv", "hour,usd\n0,1\n2,0.9\n");
    files.embed("zero.csv", "hour,usd\n0,1\n2,0\n");
    files.embed("back.csv", "hour,usd\n2,1\n0,1\n");
    files.embed("mixed.csv", "time_utc,usd\n2022-05-06T23:00Z,1\nsoon,1\n");
    files.embed("none.csv", "time_utc,usd\n");
    return files;
}

PricePath path(std::string const& file, std::string const& time, std::string const& price)
{
    PricePath made;
    made.file = file;
    made.time_column = time;
    made.price_column = price;
    return made;
}

}  // namespace

TEST_CASE("dates become hours after the start", "[experiments][prices]")
{
    InputFiles files = price_files();
    PricePath btc = path("btc.csv", "time_utc", "btc_usd");
    load_price_path(btc, parse_utc("2022-05-07"), files);
    CHECK(btc.hours == std::vector<double>{-1, 0, 1.5});
    CHECK(btc.prices == std::vector<double>{36000, 36040, 35900});
    CHECK(btc.file.empty());  // the path stands on its own from here on
}

TEST_CASE("hours are taken as they stand", "[experiments][prices]")
{
    InputFiles files = price_files();
    PricePath coin = path("hours.csv", "hour", "usd");
    load_price_path(coin, {}, files);
    CHECK(coin.hours == std::vector<double>{0, 2});
}

TEST_CASE("what is wrong with a file of prices is said", "[experiments][prices]")
{
    auto const [file, time, price, text] = GENERATE(table<std::string, std::string, std::string, std::string>({
        {"gone.csv", "hour", "usd", "no such file"},
        {"btc.csv", "time_utc", "btc_usd", "btc.csv has dates, so the experiment needs a \"start\""},
        {"hours.csv", "time", "usd", "hours.csv has no column \"time\"; one of hour, usd"},
        {"hours.csv", "hour", "close", "hours.csv has no column \"close\"; one of hour, usd"},
        {"zero.csv", "hour", "usd", "prices must be above 0, but one is 0"},
        {"back.csv", "hour", "usd", "times must rise, but hour 0 follows 2"},
        {"none.csv", "time_utc", "usd", "none.csv has no rows"},
    }));
    CAPTURE(file);
    InputFiles files = price_files();
    PricePath bad = path(file, time, price);
    CHECK_THROWS_WITH(load_price_path(bad, {}, files), text);
}

TEST_CASE("a bad date names its line", "[experiments][prices]")
{
    InputFiles files = price_files();
    PricePath bad = path("mixed.csv", "time_utc", "usd");
    CHECK_THROWS_WITH(load_price_path(bad, parse_utc("2022-05-06"), files),
                      "mixed.csv line 3: \"soon\" is not a date such as 2022-05-07T06:00Z");
}
