// Order cannot matter: who wished first is forgotten before anything happens, and a tighter limit never pays more.

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/engine/changed_rules.hpp"
#include "tests/engine/random_world.hpp"
#include "tests/engine/wish_shuffler.hpp"
#include "tests/support/property.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

/// In how many worlds a list of wishes had more than one at once, and how often a rule paid less than none would.
struct Counters {
    std::map<std::string, int> shuffled;
    std::map<std::string, int> bound;
    int compared = 0, tighter_pays_less = 0;
};

/// Steps from which a world goes on under other rules as well: one by luck, and two in which somebody waits for money.
class Branchings {
  public:
    explicit Branchings(WorldCase const& world) : number_{world.number} {}

    [[nodiscard]] bool at(View& world)
    {
        auto const step = static_cast<std::uint64_t>(world.clock.step);
        bool const any = world.clock.step == static_cast<std::int64_t>(luck_.uniform("any", number_) * 200);
        if (!any && (left_ == 0 || !waiting(world) || luck_.uniform("busy", number_, step) >= 0.1))
            return false;
        left_ -= any ? 0 : 1;
        return true;
    }

  private:
    [[nodiscard]] static bool waiting(View& world)
    {
        return std::any_of(world.queues.begin(), world.queues.end(), [](auto const& of_venue) {
            return std::any_of(of_venue.begin(), of_venue.end(),
                               [](WithdrawalQueue const& queue) { return queue.total() > Amount{0}; });
        });
    }

    std::uint64_t number_;
    Draws luck_{6, 0};
    int left_ = 2;
};

/// Nobody pays more in `tight` than in `loose`. @return the institutions that pay less
std::vector<std::size_t> paying_less(std::vector<double> const& before, View& tight, View& loose)
{
    std::vector<double> const least = paid(tight), most = paid(loose);
    std::vector<std::size_t> less;
    for (std::size_t i = 0; i < before.size(); ++i) {
        RC_ASSERT(least[i] - before[i] <= most[i] - before[i] + 1e-14 * most[i]);  // rounding of sums that large
        if (least[i] < most[i] * (1 - 1e-12))
            less.push_back(i);
    }
    return less;
}

std::vector<double> mids(View& world)
{
    std::vector<double> all;
    for (Market const& market : world.markets)
        all.push_back(market.mid);
    return all;
}

/// Does a step of the run, and the same with each limit lifted and tightened.
void compare_limits(LoadedExperiment& loaded, Simulation& run, WorldCase const& world, Counters& counters)
{
    ColumnStore const state = saved(run);
    std::vector<double> const before = paid(run.world());
    double const part = Draws{7, 0}.uniform("part", world.number, static_cast<std::uint64_t>(run.world().clock.step));
    run.step();
    Experiment own = loaded.experiment();
    for (Limits const which : all_limits) {
        auto const lifted = next_step(loaded, world.number, state, [&](Experiment& other) {
            change_limits(which, other.mechanisms, [](auto& rule) { lift(rule); });
        });
        auto const tight = next_step(loaded, world.number, state, [&](Experiment& other) {
            change_limits(which, other.mechanisms, [&](auto& rule) { tighten(rule, part); });
        });
        std::vector<std::string> names;
        change_limits(which, own.mechanisms,
                      [&](auto& rule) { names.push_back(fmt::format("{} {}", rule.family(), rule.kind())); });
        for (std::size_t const institution : paying_less(before, run.world(), lifted->world()))
            ++counters.bound[names.at(run.world().coin_of(InstitutionId::of(institution)) == nullptr ? 0 : 1)];
        counters.tighter_pays_less += paying_less(before, tight->world(), run.world()).empty() ? 0 : 1;
        ++counters.compared;
    }
    auto const free =
        next_step(loaded, world.number, state, [](Experiment& other) { lift(other.mechanisms.withdrawals.rules.fee); });
    if (saved(*free) != saved(run))
        ++counters.bound[fmt::format("exit fee {}", own.mechanisms.withdrawals.rules.fee.kind())];
    auto const unbound = next_step(loaded, world.number, state, [](Experiment& other) {
        for (auto& [name, market] : other.world.markets)
            if (market.breaker.kind() == "band")
                lift(market.breaker);
    });
    if (mids(unbound->world()) != mids(run.world()))
        ++counters.bound["circuit breaker band"];
}

std::string first_difference(ColumnStore const& one, ColumnStore const& other)
{
    for (std::string const& path : one.paths())
        if (!one.same(path, other))
            return path;
    return "";
}

/// One of the worlds as it is and with all wishes shuffled, and from some of its steps with other limits.
void run_world(WorldCase const& world, Counters& counters)
{
    RC_LOG() << random_world(world) << "\n";
    LoadedExperiment loaded = loaded_world(world);
    auto const run = build(loaded.experiment(), RunOptions{world.number}, {});
    auto const shuffled = build(loaded.experiment(), RunOptions{world.number}, {});
    std::map<std::string, std::size_t> longest;
    shuffled->act_first(std::make_unique<WishShuffler>(longest));
    Branchings branchings{world};
    while (!run->done()) {
        if (branchings.at(run->world()))
            compare_limits(loaded, *run, world, counters);
        else
            run->step();
        shuffled->step();
        RC_LOG() << "step " << run->world().clock.step << "\n";
        RC_ASSERT(run->world().events.size() == shuffled->world().events.size());
    }
    RC_ASSERT(first_difference(saved(*run), saved(*shuffled)) == std::string{});
    for (auto const& [list, length] : longest)
        counters.shuffled[list] += length > 1 ? 1 : 0;
}

/// Every entry of a roster but the first, which does nothing, made a difference.
template <class Base>
void expect_bound(Counters& counters)
{
    for (auto const& entry : roster<Base>().entries()) {
        int const bound = counters.bound[fmt::format("{} {}", roster<Base>().family(), entry.name)];
        INFO(roster<Base>().family() << " " << entry.name << " made a difference in " << bound << " steps");
        CHECK((bound > 0) == (entry.name != roster<Base>().entries().front().name));
    }
}

}  // namespace

TEST_CASE("in random worlds neither the order of wishes matters, nor does a tighter limit ever pay more",
          "[engine][property][order]")
{
    Counters counters;
    for_all(random_worlds, [&] { run_world(*any_world(), counters); });
    for (auto const& [list, worlds] : counters.shuffled) {
        INFO(list << " had something to shuffle in " << worlds << " worlds");
        CHECK((worlds >= 20 || list == "house_swaps"));  // no agent swaps for an institution
    }
    expect_bound<WithdrawalLimit>(counters);
    expect_bound<UserLimit>(counters);
    expect_bound<ExitFee>(counters);
    INFO("circuit breaker band made a difference in " << counters.bound["circuit breaker band"] << " steps");
    CHECK(counters.bound["circuit breaker band"] > 0);
    CAPTURE(counters.compared, counters.tighter_pays_less);
    CHECK(counters.compared >= 3 * 200);
    CHECK(counters.tighter_pays_less >= 200);
}
