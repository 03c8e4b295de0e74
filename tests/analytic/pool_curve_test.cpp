// Curves of pools: published swaps of Balancer, Curve and Uniswap, and the numbers of the mechanics page.

#include "model/policies/pool_curve.hpp"

#include <array>

#include "model/policies/constant_product.hpp"
#include "model/policies/stable_swap.hpp"
#include "tests/analytic/case_file.hpp"

using namespace stampede;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

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
    for (auto const& one : cases::all("uniswap_v2_constant_product.json")) {
        if (one.at("kind") == "exact_input") {
            Balances const pool{big(one.at("reserve_in")), big(one.at("reserve_out"))};
            CHECK(curve.output(pool, 0, 1, big(one.at("amount_in")), fee) == big(one.at("max_amount_out")));
        }
        if (one.at("kind") == "initial_mint") {
            Balances const pool{big(one.at("amount_0")), big(one.at("amount_1"))};
            CHECK(curve.size(pool) == big(one.at("liquidity_total")));
        }
        if (one.at("kind") == "same_token_in_and_out") {  // what may leave while the size stays, the fee aside
            Balances const pool{big(one.at("reserve_in")), big(one.at("reserve_other"))};
            Big const given = big(one.at("amount_in")) * (PoolFee::whole - fee.parts) / PoolFee::whole;
            Big const kept = curve.balance_at(pool, 0, curve.size(pool));
            CHECK(Big{pool[0] + given - kept} == big(one.at("max_amount_out")));
        }
    }
    Balances const pool{coin * 1000, coin * 1000};
    CHECK_THAT(coins(curve.output(pool, 0, 1, coin * 10, fee)), WithinAbs(9.871580, 1e-6));
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
    CHECK_THAT(sold(StableSwap{amplification}, 1e6, amount), WithinAbs(paid, 0.01));
    CHECK_THAT(sold(ConstantProduct{}, 1e6, 500e3), WithinAbs(333'333.33, 0.01));
}

// M 6.2: price of the coin that has this share of a pool of two.
TEST_CASE("StableSwap: the price of a coin that fills the pool", "[analytic][pools]")
{
    auto const [share, at_50, at_100, at_200, at_2000] = GENERATE(table<double, double, double, double, double>({
        {0.60, .99155, .99572, .99784, .99978},
        {0.80, .94647, .97203, .98569, .99854},
        {0.90, .81424, .89403, .94298, .99388},
        {0.95, .54119, .68609, .80743, .97578},
        {0.99, .06963, .10437, .16508, .62111},
    }));
    CAPTURE(share);
    std::array const pool{share * 1e6, (1 - share) * 1e6};
    CHECK_THAT(StableSwap{50}.price(pool, 0, 1), WithinAbs(at_50, 5e-6));
    CHECK_THAT(StableSwap{100}.price(pool, 0, 1), WithinAbs(at_100, 5e-6));
    CHECK_THAT(StableSwap{200}.price(pool, 0, 1), WithinAbs(at_200, 5e-6));
    CHECK_THAT(StableSwap{2000}.price(pool, 0, 1), WithinAbs(at_2000, 5e-6));
}

TEST_CASE("constant product: impermanent loss", "[analytic][pools]")
{
    CHECK_THAT(impermanent_loss(0.5), WithinAbs(-0.05719, 5e-6));
    CHECK_THAT(impermanent_loss(0.25), WithinAbs(-0.20, 1e-12));
    CHECK_THAT(impermanent_loss(0.01), WithinAbs(-0.80198, 5e-6));
}
