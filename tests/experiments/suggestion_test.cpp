#include "experiments/suggestion.hpp"

#include <catch2/catch.hpp>

using namespace stampede;

TEST_CASE("edits that turn one word into another", "[experiments][suggestion]")
{
    CHECK(edit_distance("", "abc") == 3);
    CHECK(edit_distance("kitten", "sitting") == 3);  // the textbook case of Levenshtein's distance
    CHECK(edit_distance("atention", "attention") == 1);
    CHECK(edit_distance("retial", "retail") == 1);  // neighbours swapped
    CHECK(edit_distance("btc", "BTC") == 0);
}

TEST_CASE("only a near name is suggested", "[experiments][suggestion]")
{
    CHECK(nearest("panic_treshold", {"count", "panic_threshold", "panic"}) == "panic_threshold");
    CHECK(nearest("withdrawls", {"withdrawals", "treasury"}) == "withdrawals");
    CHECK(nearest("x", {"count", "attention"}).empty());
    CHECK(nearest("seed", {}).empty());
    CHECK(nearest(std::string(1000, 'a'), {"a"}).empty());
}

TEST_CASE("advice names the nearest, or lists what there is", "[experiments][suggestion]")
{
    CHECK(advice("cout", {"count", "share"}) == "did you mean \"count\"?");
    CHECK(advice("volume", {"count", "share"}) == "one of count, share");
    CHECK(advice("volume", {}).empty());
    CHECK(advice("zz", {"aaa", "bbb", "ccc", "ddd", "eee", "fff", "ggg", "hhh", "iii", "jjj", "kkk", "lll", "mmm"}) ==
          "one of aaa, bbb, ccc, ddd, eee, fff, ggg, hhh, iii, jjj, kkk, lll, ...");
}
