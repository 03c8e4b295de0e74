// Order cannot matter: who wished first is forgotten before anything happens, and a tighter limit never pays more.

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/engine/random_world.hpp"
#include "tests/support/column_store.hpp"
#include "tests/support/worlds.hpp"

using namespace stampede;
using namespace stampede::testing;
using nlohmann::json;

namespace {

template <class Wish>
void shuffle(std::vector<Wish>& wishes, Draws const& luck, std::uint64_t step)
{
    Permutation const place{wishes.size(), luck, "shuffle"};
    std::vector<Wish> const before{wishes};
    for (std::size_t i = 0; i < wishes.size(); ++i)
        wishes[place((i + step) % wishes.size())] = before[i];
}

/// What a sequence of wishes asks for, as numbers.
std::vector<std::vector<double>> numbers_of(Intents const& wishes)
{
    std::vector<std::vector<double>> all;
    auto const id = [](auto of) { return static_cast<double>(of.value()); };
    for (WithdrawalWish const& wish : wishes.withdrawals)
        all.push_back({id(wish.claim), id(wish.amount), id(wish.then), wish.leaves ? 1.0 : 0.0});
    for (DepositWish const& wish : wishes.deposits)
        all.push_back({id(wish.claim), id(wish.amount)});
    for (Order const& wish : wishes.orders)
        all.push_back({id(wish.wallet), id(wish.base), id(wish.market), id(wish.amount), wish.limit});
    for (Band const& wish : wishes.bands)
        all.push_back({id(wish.base), id(wish.market), wish.near, wish.far, id(wish.amount)});
    for (HouseOrder const& wish : wishes.house_orders)
        all.push_back({id(wish.owner), id(wish.market), id(wish.amount), wish.limit});
    return all;
}

json world_json(std::uint64_t number)
{
    return json::parse(experiment_text(random_world(number)));
}

std::unique_ptr<Simulation> simulation_of(json const& experiment, std::uint64_t seed)
{
    LoadedExperiment loaded{"test.json", experiment.dump(), {}};
    RunOptions options{seed};
    options.audits = true;
    return build(loaded.experiment(), options, {});
}

double paid(View& world)
{
    double sum = 0;
    for (VenueSignals const& signal : world.signals)
        sum += signal.paid_total;
    return sum;
}

}  // namespace

TEST_CASE("shuffled wishes come into one and the same order", "[engine][order]")
{
    Draws const luck{5, 0};
    std::size_t shuffled = 0;
    for (std::uint64_t const number : {0U, 1U, 2U, 3U, 4U, 5U}) {
        auto const run = world_of(random_world(number), {number});
        while (!run->done()) {
            run->step();
            auto const step = static_cast<std::uint64_t>(run->world().clock.step);
            Intents wishes = run->wishes();
            shuffle(wishes.withdrawals, luck, step);
            shuffle(wishes.deposits, luck, step);
            shuffle(wishes.orders, luck, step);
            shuffle(wishes.bands, luck, step);
            shuffle(wishes.house_orders, luck, step);
            shuffled += numbers_of(wishes) != numbers_of(run->wishes()) ? 1 : 0;
            wishes.put_in_order();
            REQUIRE(numbers_of(wishes) == numbers_of(run->wishes()));
        }
    }
    CHECK(shuffled > 100);
}

TEST_CASE("from the same state and asks a tighter limit never pays more in that step", "[engine][order]")
{
    struct Tightening {
        std::string rule, loose, tight;
    };
    std::vector<Tightening> const ways = {
        {"limit", R"({"kind": "daily_share", "share": 0.05})", R"({"kind": "daily_share", "share": 0.01})"},
        {"limit", R"({"kind": "none"})", R"({"kind": "daily_usd", "usd": 3000})"},
        {"processing", R"({"kind": "hourly_share", "share": 0.02})", R"({"kind": "hourly_share", "share": 0.001})"},
        {"user_limit", R"({"kind": "none"})", R"({"kind": "daily_usd", "usd": 50})"},
    };
    int compared = 0, less = 0;
    for (std::uint64_t number = 0; number < 12; ++number)
        for (Tightening const& way : ways) {
            json loose = world_json(number), tight = loose;
            loose["mechanisms"]["withdrawals"][way.rule] = json::parse(way.loose);
            tight["mechanisms"]["withdrawals"][way.rule] = json::parse(way.tight);
            auto const run = simulation_of(loose, number);
            while (!run->done()) {
                if (run->world().clock.step % 25 == 24) {
                    auto const other = simulation_of(tight, number);
                    restore(*other, saved(*run));
                    other->restored();
                    double const before = paid(run->world());
                    run->step();
                    other->step();
                    double const most = paid(run->world()) - before, least = paid(other->world()) - before;
                    CAPTURE(number, way.rule, run->world().clock.step);
                    REQUIRE(least <= most + 1e-14 * (before + most));  // rounding of sums that large
                    ++compared;
                    less += least < most ? 1 : 0;
                }
                else
                    run->step();
            }
        }
    CAPTURE(compared, less);
    CHECK(less > 20);
}
