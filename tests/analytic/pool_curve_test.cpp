// Curves of pools: published swaps of Balancer, Curve and Uniswap, and the numbers of the mechanics page.

#include "model/policies/pool_curve.hpp"

#include <fmt/format.h>

#include <array>

#include "model/policies/constant_product.hpp"
#include "model/policies/stable_swap.hpp"
#include "tests/analytic/case_file.hpp"
#include "tests/analytic/pool_prices.hpp"
#include "tests/support/validation.hpp"

using namespace stampede;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using stampede::testing::validation_row;

namespace {

Big const coin{1'000'000'000'000'000'000};  // of 18 decimals

Big big(cases::Json const& digits)
{
    return Big{digits.get<std::string>()};
}

Balances balances_of(cases::Json const& digits, Big const& unit)
{
    Balances all;
    for (auto const& one : digits)
        all.push_back(big(one) * unit);
    return all;
}

double coins(Big const& amount)
{
    return amount.convert_to<double>() / coin.convert_to<double>();
}

/// Size of a constant product after a swap, of what was given only what is left after the fee; all in parts of a unit
/// so small that the size of one unit more can be told from that of one unit less.
Big size_after(Balances const& pool, std::size_t out, Big const& given, Big const& paid, PoolFee fee)
{
    Balances after{pool[0] * PoolFee::whole + given * (PoolFee::whole - fee.parts), pool[1] * PoolFee::whole};
    after[out] -= paid * PoolFee::whole;
    return ConstantProduct{}.size(after);
}

/// A published output is the largest with which the size does not fall.
void check_largest(Balances const& pool, std::size_t out, Big const& given, Big const& paid, PoolFee fee)
{
    Big const before = size_after(pool, out, 0, 0, fee);
    CHECK(size_after(pool, out, given, paid, fee) >= before);
    CHECK(size_after(pool, out, given, paid + 1, fee) < before);
}

double sold(PoolCurve const& curve, double balance, double amount)
{
    Balances const pool{coin * static_cast<std::int64_t>(balance), coin * static_cast<std::int64_t>(balance)};
    return coins(curve.output(pool, 0, 1, coin * static_cast<std::int64_t>(amount), PoolFee{}));
}

}  // namespace

TEST_CASE("StableSwap: published invariants, prices and swaps", "[analytic][pools]")
{
    for (auto const& one : cases::all("stableswap_invariant_and_swaps.json")) {
        CAPTURE(one.at("name").get<std::string>());
        StableSwap const curve{one.at("A").get<std::int64_t>()};
        if (one.at("kind") == "invariant") {
            Balances const pool = balances_of(one.at("balances"), coin);
            CHECK_THAT(coins(curve.size(pool)), WithinRel(cases::number(one.at("D")), 1e-9));
            if (one.contains("spot_price_of_token_0_in_token_1")) {
                std::array const plain{coins(pool[0]), coins(pool[1])};
                CHECK_THAT(curve.price(plain, 0, 1),
                           WithinRel(one.at("spot_price_of_token_0_in_token_1").get<double>(), 1e-9));
            }
            continue;
        }
        Big const paid = curve.output(balances_of(one.at("balances"), 1), one.at("token_in"), one.at("token_out"),
                                      big(one.at("amount_in")), PoolFee::of(Share{cases::number(one.at("fee"))}));
        CHECK_THAT(coins(paid) * 1e6, WithinAbs(one.at("amount_out_6_decimals").get<double>(),
                                                one.at("amount_out_abs_tolerance_6_decimals").get<double>()));
        CHECK_THAT(coins(paid) * 1e6, WithinAbs(one.at("independent_amount_out_6_decimals").get<double>(), 1));
    }
}

TEST_CASE("constant product: the swaps and the first mint of Uniswap, to the last unit", "[analytic][pools]")
{
    ConstantProduct const curve;
    PoolFee const fee = PoolFee::of(Share{0.003});
    int cases = 0;
    for (auto const& one : cases::all("uniswap_v2_constant_product.json")) {
        CAPTURE(one.dump());
        ++cases;
        if (one.at("kind") == "initial_mint") {  // the thousand shares that Uniswap locks are its own affair
            Balances const pool{big(one.at("amount_0")), big(one.at("amount_1"))};
            CHECK(curve.size(pool) == big(one.at("liquidity_total")));
            CHECK(one.at("liquidity_locked") == "1000");
            continue;
        }
        bool const same = one.at("kind") == "same_token_in_and_out";
        Big const given = big(one.at("amount_in")), paid = big(one.at("max_amount_out"));
        Balances const pool{big(one.at("reserve_in")), big(one.at(same ? "reserve_other" : "reserve_out"))};
        check_largest(pool, same ? 0 : 1, given, paid, fee);
        if (!same)  // which no curve is asked for: a coin is not swapped for itself
            CHECK(curve.output(pool, 0, 1, given, fee) == paid);
    }
    CHECK(cases == 5);
    Balances const pool{coin * 1000, coin * 1000};
    double const paid = coins(curve.output(pool, 0, 1, coin * 10, fee));
    CHECK_THAT(paid, WithinAbs(9.871580, 1e-6));
    validation_row("constant product, 10 into 1000 and 1000 at 0.3 %", "M 6.2", 9.87158, paid);
}

// M 6.2: two coins, one million each, no fee.
TEST_CASE("StableSwap: what a large sale into an even pool is paid", "[analytic][pools]")
{
    auto const [amplification, amount, paid] = GENERATE(table<std::int64_t, double, double>({
        {10, 500e3, 473'401.37},
        {100, 500e3, 496'752.70},
        {2000, 500e3, 499'833.56},
        {100, 1500e3, 992'273.91},
    }));
    CAPTURE(amplification, amount);
    double const found = sold(StableSwap{amplification}, 1e6, amount);
    CHECK_THAT(found, WithinAbs(paid, 0.01));
    CHECK_THAT(sold(ConstantProduct{}, 1e6, 500e3), WithinAbs(333'333.33, 0.01));
    validation_row(fmt::format("StableSwap, {} thousand into a million each, A {}", amount / 1000, amplification),
                   "M 6.2", fmt::format("{:.2f}", paid), fmt::format("{:.2f}", found));
}

TEST_CASE("StableSwap: the price of a coin that fills the pool", "[analytic][pools]")
{
    for (testing::PoolPrice const& one : testing::pool_prices) {
        CAPTURE(one.amplification, one.share);
        std::array const pool{one.share * 1e6, (1 - one.share) * 1e6};
        double const found = StableSwap{one.amplification}.price(pool, 0, 1);
        CHECK_THAT(found, WithinAbs(one.price, 5e-6));
        validation_row(
            fmt::format("StableSwap, price at {:.0f} % of the pool, A {}", 100 * one.share, one.amplification), "M 6.2",
            one.price, found);
    }
}

TEST_CASE("constant product: impermanent loss", "[analytic][pools]")
{
    auto const [factor, loss] = GENERATE(table<double, double>({{0.5, -0.05719}, {0.25, -0.20}, {0.01, -0.80198}}));
    double const found = impermanent_loss(factor);
    CHECK_THAT(found, WithinAbs(loss, 5e-6));
    CHECK_THAT(impermanent_loss(1 / factor), WithinRel(found, 1e-12));
    validation_row(fmt::format("impermanent loss at a price of {}", factor), "M 6.2", loss, found);
}
