// Who looks when: the calendar against a slow reference that adds up every row's attention in every step.

#include "model/calendar.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "model/base/math.hpp"
#include "tests/support/column_store.hpp"
#include "tests/support/property.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

constexpr Purpose purpose{"test/attention"};

struct Setup {
    std::size_t rows = 1000, venues = 1;
    std::int64_t step_seconds = 60;
    double push_factor = 9;
    std::int64_t push_steps = 12;
    Draws draws{1, 0};
};

/// Touches every row in every step. The k-th look comes when the attention gained since the one before reaches the k-th
/// waiting time of a unit-rate Poisson process; a push in step t raises the gains of steps t + 1 .. t + push_steps.
class EveryStep {
  public:
    explicit EveryStep(Setup const& setup) : setup_{setup}, rows_(setup.rows) {}

    void enter(Row row, std::uint16_t venue, double per_day)
    {
        rows_[row] = {venue, static_cast<std::uint64_t>(round_to_integer(per_day * WakeCalendar::rate_scale)),
                      0,     waiting(row, 0),
                      0,     -1};
    }
    std::vector<Row> advance(std::int64_t step, std::vector<double> const& factors)
    {
        std::vector<Row> looking;
        for (Row row = 0; row < rows_.size(); ++row) {
            Attention& one = rows_[row];
            double const alarm = factors[one.venue] * static_cast<double>(WakeCalendar::one_factor);
            std::uint64_t const clock =
                static_cast<std::uint64_t>(round_to_integer(alarm)) * static_cast<std::uint64_t>(setup_.step_seconds);
            bool const pushed = one.pushed_through >= step;
            one.gained += clock * one.rate * (pushed ? push() : WakeCalendar::one_push);
            bool looks = false;
            while (one.rate > 0 && one.gained >= one.waiting) {
                one.gained -= one.waiting;
                one.waiting = waiting(row, ++one.looks);
                looks = true;
            }
            if (looks)
                looking.push_back(row);
        }
        return looking;
    }
    void push(Row row, std::int64_t step) { rows_[row].pushed_through = step + setup_.push_steps; }
    void retire(Row row) { rows_[row].rate = 0; }
    void move(Row row, std::uint16_t venue) { rows_[row].venue = venue; }
    [[nodiscard]] std::uint32_t looks(Row row) const { return rows_[row].looks; }

  private:
    struct Attention {
        std::uint16_t venue = 0;
        std::uint64_t rate = 0, gained = 0, waiting = 1;
        std::uint32_t looks = 0;
        std::int64_t pushed_through = -1;
    };
    [[nodiscard]] std::uint64_t push() const
    {
        double const factor = setup_.push_factor * static_cast<double>(WakeCalendar::one_push);
        return static_cast<std::uint64_t>(round_to_integer(factor));
    }
    [[nodiscard]] std::uint64_t waiting(Row row, std::uint32_t k) const
    {
        double const units = -stampede::log(setup_.draws.inner_uniform(purpose, row, k));
        return static_cast<std::uint64_t>(round_to_integer(units * 0x1p20)) * (WakeCalendar::one_arrival >> 20U) + 1;
    }

    Setup setup_;
    std::vector<Attention> rows_;
};

WakeCalendar calendar_of(Setup const& setup)
{
    return {setup.rows, setup.venues, setup.step_seconds, setup.push_factor, setup.push_steps, setup.draws, purpose};
}

/// Rates over the whole allowed range, some rows that never look, spread over the venues.
template <class Calendar>
void enter_all(Calendar& calendar, Setup const& setup)
{
    for (Row row = 0; row < setup.rows; ++row) {
        double const luck = setup.draws.uniform("test/rate", row);
        double const per_day = row % 17 == 0 ? 0 : 0.1 * std::pow(240.0, luck);
        calendar.enter(row, static_cast<std::uint16_t>(row % setup.venues), per_day);
    }
}

/// Factors between 0 and 5 that stay for a few steps: standstill, calm and alarm.
std::vector<double> factors_at(std::int64_t step, Setup const& setup)
{
    std::vector<double> factors(setup.venues);
    for (std::size_t venue = 0; venue < setup.venues; ++venue) {
        double const luck = setup.draws.uniform("test/factor", venue, static_cast<std::uint64_t>(step / 7));
        factors[venue] = luck < 0.2   ? 0
                         : luck < 0.4 ? 1
                                      : 5 * setup.draws.uniform("test/alarm", venue, static_cast<std::uint64_t>(step));
    }
    return factors;
}

/// Pushes, retirements and moves of a step, the same for both.
template <class Calendar>
void disturb(Calendar& calendar, std::int64_t step, Setup const& setup)
{
    DrawStream luck = setup.draws.stream("test/push", static_cast<std::uint64_t>(step));
    std::uint64_t const pushes = luck() % 20;
    for (std::uint64_t i = 0; i < pushes; ++i)
        calendar.push(static_cast<Row>(luck() % setup.rows), step);
    if (luck() % 10 == 0)
        calendar.retire(static_cast<Row>(luck() % setup.rows));
    std::uint64_t const moves = luck() % 5;
    for (std::uint64_t i = 0; i < moves; ++i) {
        auto const row = static_cast<Row>(luck() % setup.rows);
        calendar.move(row, static_cast<std::uint16_t>(luck() % setup.venues));
    }
}

/// First step in which the two disagree; `steps` if none.
template <class One, class Two>
std::int64_t first_difference(One& one, Two& two, std::int64_t from, std::int64_t steps, Setup const& setup)
{
    for (std::int64_t step = from; step < steps; ++step) {
        std::vector<double> const factors = factors_at(step, setup);
        std::vector<Row> const first = one.advance(step, factors);
        if (first != two.advance(step, factors))
            return step;
        disturb(one, step, setup);
        disturb(two, step, setup);
    }
    return steps;
}

}  // namespace

TEST_CASE("the calendar wakes the same rows in the same steps as a reference that touches all", "[model][calendar]")
{
    auto const [step_seconds, steps, venues] = GENERATE(table<std::int64_t, std::int64_t, std::size_t>({
        {60, 3000, 3},  // two days in minutes: several turns of the fine wheel
        {300, 1500, 1},
        {15, 1500, 4},
        {3600, 1500, 2},  // two months: the coarse wheel is far, rows look in nearly every step
        {86400, 200, 2},
    }));
    CAPTURE(step_seconds, steps, venues);
    Setup const setup{2000, venues, step_seconds, 9, 12, Draws{static_cast<std::uint64_t>(step_seconds), 0}};
    WakeCalendar calendar = calendar_of(setup);
    EveryStep reference{setup};
    enter_all(calendar, setup);
    enter_all(reference, setup);
    CHECK(first_difference(calendar, reference, 0, steps, setup) == steps);
    for (Row row = 0; row < setup.rows; ++row)
        REQUIRE(calendar.looks(row) == reference.looks(row));
}

TEST_CASE("pushes of any strength and length agree with the reference", "[model][calendar]")
{
    for_all(
        "pushes",
        [] {
            Setup const setup{*whole<std::size_t>(1, 60),
                              *whole<std::size_t>(1, 3),
                              *rc::gen::element<std::int64_t>(1, 60, 600, 3600),
                              *number(0, 12),
                              *whole<std::int64_t>(0, 40),
                              Draws{*rc::gen::arbitrary<std::uint64_t>(), 0}};
            WakeCalendar calendar = calendar_of(setup);
            EveryStep reference{setup};
            enter_all(calendar, setup);
            enter_all(reference, setup);
            RC_ASSERT(first_difference(calendar, reference, 0, 700, setup) == 700);
        },
        60);
}

TEST_CASE("rows that sleep for longer than the wheels are wide wake in time", "[model][calendar]")
{
    // 0.1 looks a day in steps of a second: the mean wait is 864 000 slots, more than 512 x 512.
    Setup const setup{300, 1, 1, 9, 12, Draws{3, 0}};
    WakeCalendar calendar = calendar_of(setup);
    EveryStep reference{setup};
    for (Row row = 0; row < setup.rows; ++row) {
        calendar.enter(row, 0, 0.1);
        reference.enter(row, 0, 0.1);
    }
    // Clocks run at factor 500, so that 2400 steps pass over several turns of the coarse wheel.
    std::size_t looks = 0;
    for (std::int64_t step = 0; step < 2400; ++step) {
        std::vector<Row> const awake = calendar.advance(step, {500});
        REQUIRE(awake == reference.advance(step, {500}));
        looks += awake.size();
    }
    CHECK(looks > 300);
}

TEST_CASE("an alarm changes when rows look, never their luck", "[model][calendar]")
{
    // A calm clock after 5 n steps stands where an alarm of 5 stood after n: every row has looked as often.
    Setup const setup{3000, 1, 300, 9, 12, Draws{5, 0}};
    WakeCalendar calm = calendar_of(setup), alarmed = calendar_of(setup);
    enter_all(calm, setup);
    enter_all(alarmed, setup);
    for (std::int64_t step = 0; step < 1000; ++step)
        (void)calm.advance(step, {1});
    for (std::int64_t step = 0; step < 200; ++step)
        (void)alarmed.advance(step, {5});
    CHECK(calm.clock(0) == alarmed.clock(0));
    for (Row row = 0; row < setup.rows; ++row)
        REQUIRE(calm.looks(row) == alarmed.looks(row));
}

TEST_CASE("the length of a step does not change how often a row has looked", "[model][calendar]")
{
    Setup coarse{3000, 1, 3600, 9, 12, Draws{6, 0}}, fine = coarse;
    fine.step_seconds = 60;
    WakeCalendar hours = calendar_of(coarse), minutes = calendar_of(fine);
    enter_all(hours, coarse);
    enter_all(minutes, fine);
    for (std::int64_t hour = 0; hour < 48; ++hour) {
        (void)hours.advance(hour, {1.5});
        for (std::int64_t minute = 0; minute < 60; ++minute)
            (void)minutes.advance(60 * hour + minute, {1.5});
    }
    for (Row row = 0; row < coarse.rows; ++row)
        REQUIRE(hours.looks(row) == minutes.looks(row));
}

TEST_CASE("a calendar restored from its columns has the same future", "[model][calendar]")
{
    Setup const setup{1500, 3, 120, 9, 20, Draws{8, 0}};
    for (std::int64_t const half : {1, 250, 811}) {
        WakeCalendar original = calendar_of(setup), copy = calendar_of(setup), untouched = calendar_of(setup);
        enter_all(original, setup);
        enter_all(untouched, setup);
        REQUIRE(first_difference(original, untouched, 0, half, setup) == half);
        ColumnStore const store = saved(original);
        restore(copy, store);
        copy.refile();
        CHECK(saved(copy) == store);
        CHECK(first_difference(copy, untouched, half, half + 900, setup) == half + 900);
    }
}

TEST_CASE("looks are Poisson: mean and variance equal rate times time", "[model][calendar]")
{
    // 20 000 rows, 6 looks a day, 2 days under a factor of 1.5: mean 18. Standard error of the mean sqrt(18 / n); of
    // the variance of a Poisson variable of mean m sqrt((m + 2 m^2) / n).
    Setup const setup{20'000, 1, 600, 9, 12, Draws{9, 0}};
    WakeCalendar calendar = calendar_of(setup);
    for (Row row = 0; row < setup.rows; ++row)
        calendar.enter(row, 0, 6);
    for (std::int64_t step = 0; step < 288; ++step)
        (void)calendar.advance(step, {1.5});
    double const n = static_cast<double>(setup.rows), expected = 18;
    double sum = 0, squares = 0;
    for (Row row = 0; row < setup.rows; ++row) {
        double const looks = calendar.looks(row);
        sum += looks;
        squares += looks * looks;
    }
    double const mean = sum / n, variance = squares / n - mean * mean;
    CHECK(mean == Approx(expected).margin(4 * std::sqrt(expected / n)));
    CHECK(variance == Approx(expected).margin(4 * std::sqrt((expected + 2 * expected * expected) / n)));
}

TEST_CASE("a push multiplies the looks of its time and of no other", "[model][calendar]")
{
    // 2 looks a day; pushed to 9 times that for 12 hours (72 steps of 10 minutes), then left alone for 12 hours.
    Setup const setup{20'000, 1, 600, 9, 72, Draws{10, 0}};
    WakeCalendar calendar = calendar_of(setup);
    for (Row row = 0; row < setup.rows; ++row)
        calendar.enter(row, 0, 2);
    (void)calendar.advance(0, {0});
    for (Row row = 0; row < setup.rows; ++row)
        calendar.push(row, 0);
    auto const looks = [&] {
        double sum = 0;
        for (Row row = 0; row < setup.rows; ++row)
            sum += calendar.looks(row);
        return sum / static_cast<double>(setup.rows);
    };
    for (std::int64_t step = 1; step <= 72; ++step)
        (void)calendar.advance(step, {1});
    double const pushed = looks();
    for (std::int64_t step = 73; step <= 144; ++step)
        (void)calendar.advance(step, {1});
    CHECK(pushed == Approx(9).margin(4 * std::sqrt(9.0 / 20'000)));
    CHECK(looks() - pushed == Approx(1).margin(4 * std::sqrt(1.0 / 20'000)));
}
