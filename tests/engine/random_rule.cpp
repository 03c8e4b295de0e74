#include "tests/engine/random_rule.hpp"

#include <span>

#include "model/policies/volatility_forecast.hpp"

namespace stampede::testing {

namespace {

/// How a parameter is drawn between its ends.
enum class Form { even, scaled, whole, hours, hours_or_0, flag };

struct Drawn {
    std::string_view family, kind, name;
    double low, high;
    Form form = Form::even;
};

constexpr Drawn limits[] = {
    {"withdrawal limit", "hourly_usd", "usd", 200, 2e5, Form::scaled},
    {"withdrawal limit", "hourly_share", "share", 0.0005, 0.1, Form::scaled},
    {"withdrawal limit", "daily_usd", "usd", 1000, 1e6, Form::scaled},
    {"withdrawal limit", "daily_share", "share", 0.005, 0.5, Form::scaled},
    {"user limit", "daily_usd", "usd", 20, 2e4, Form::scaled},
    {"user limit", "daily_share", "share", 0.02, 2, Form::scaled},
    {"gate", "coverage", "below", 0.3, 1.2},
    {"gate", "coverage", "duration", 1, 48, Form::hours},
    {"gate", "outflow", "above", 0.02, 0.5, Form::scaled},
    {"gate", "outflow", "duration", 1, 24, Form::hours},
    {"gate", "dry", "for", 0.1, 3, Form::hours_or_0},
    {"gate", "dry", "queue_above", 0.0001, 0.02, Form::scaled},
    {"gate", "dry", "duration", 1, 24, Form::hours_or_0},
    {"gate", "after_share", "share", 0.002, 0.2, Form::scaled},
    {"exit fee", "fixed", "share", 0, 0.05},
    {"exit fee", "swing", "factor", 0, 0.1},
    {"exit fee", "swing", "threshold", 0, 0.1},
    {"circuit breaker", "halt", "trigger", 0.002, 0.05, Form::scaled},
    {"circuit breaker", "halt", "window", 1, 12, Form::hours},
    {"circuit breaker", "halt", "cool_down", 0.2, 3, Form::hours},
    {"circuit breaker", "band", "width", 0.0005, 0.03, Form::scaled},
    {"circuit breaker", "band", "window", 0.2, 6, Form::hours},
};

constexpr Drawn of_treasuries[] = {
    {"treasury policy", "static", "hot_share", 0.01, 0.4},
    {"treasury policy", "buffer", "hot_share", 0.01, 0.4},
    {"treasury policy", "buffer", "coverage", 0.05, 0.8},
    {"treasury policy", "buffer", "place", 0, 1, Form::flag},
    {"treasury policy", "buffer", "band", 0, 0.2},
    {"treasury policy", "risk_adjusted", "hot_share", 0.01, 0.4},
    {"treasury policy", "risk_adjusted", "base_share", 0, 1},
    {"treasury policy", "risk_adjusted", "risk_aversion", 0, 5},
    {"treasury policy", "risk_adjusted", "scale", 0, 5},
    {"treasury policy", "risk_adjusted", "stop_loss", 0.05, 1},
    {"treasury policy", "risk_adjusted", "value_at_risk", 0.02, 1, Form::scaled},
    {"treasury policy", "risk_adjusted", "expected_shortfall", 0.02, 1, Form::scaled},
    {"treasury policy", "risk_adjusted", "hedge", 0, 1},
    {"treasury policy", "risk_adjusted", "band", 0, 0.2},
    {"treasury policy", "delta_neutral", "hot_share", 0.01, 0.4},
    {"treasury policy", "delta_neutral", "money_share", 0, 1},
    {"treasury policy", "delta_neutral", "hedge", 0, 1},
    {"treasury policy", "delta_neutral", "band", 0, 0.2},
    {"volatility forecast", "ewma", "half_life", 1, 240, Form::hours},
    {"volatility forecast", "garch", "omega", 1e-6, 1e-3, Form::scaled},
    {"volatility forecast", "garch", "alpha", 0.02, 0.4},
    {"volatility forecast", "garch", "beta", 0.3, 0.95},
    {"volatility forecast", "realised", "window", 0.5, 48, Form::hours},
    {"haircut rule", "volatility_scaled", "multiple", 0.5, 4},
    {"haircut rule", "volatility_scaled", "horizon", 1, 96, Form::hours},
    {"haircut rule", "volatility_scaled", "half_life", 1, 240, Form::hours},
    {"haircut rule", "volatility_scaled", "most", 0.3, 0.95},
    {"haircut rule", "through_the_cycle", "multiple", 0.5, 4},
    {"haircut rule", "through_the_cycle", "horizon", 1, 96, Form::hours},
    {"haircut rule", "through_the_cycle", "stress_volatility", 0.02, 0.2},
    {"haircut rule", "through_the_cycle", "stress_weight", 0, 1},
    {"clearing rule", "rogers_veraart", "alpha", 0.3, 1},
    {"clearing rule", "rogers_veraart", "beta", 0.3, 1},
    {"clearing rule", "furfine", "loss_given_default", 0.1, 1},
};

constexpr Drawn of_markets_and_people[] = {
    {"liquidation_style", "fraction", "share", 0.05, 0.9},
    {"liquidation_style", "fraction", "above", 1e5, 1e8, Form::scaled},
    {"liquidation_style", "fraction", "cool_down", 0, 2, Form::hours_or_0},
    {"adl_rule", "capped", "cap", 0.1, 1},
    {"adl_rule", "capped", "from", 1e4, 1e8, Form::scaled},
    {"adl_rule", "risk_weighted", "cap", 0.1, 1},
    {"adl_rule", "risk_weighted", "power", 0, 4},
    {"oracle_rule", "median", "clamp", 0.002, 0.2, Form::scaled},
    {"oracle_rule", "mean", "clamp", 0.002, 0.2, Form::scaled},
    {"oracle_rule", "twap", "window", 0.1, 4, Form::hours},
    {"oracle_rule", "twap", "clamp", 0.002, 0.2, Form::scaled},
    {"pool curve", "stableswap", "amplification", 1, 2000, Form::whole},
    {"run_rule", "logistic", "b0", -7, -4},
    {"run_rule", "logistic", "b_social", 0, 10},
    {"run_rule", "logistic", "b_queue", 0, 20},
    {"run_rule", "diamond_dybvig", "belief", 0, 0.6},
    {"run_rule", "diamond_dybvig", "promise", 1.01, 1.5},
    {"run_rule", "diamond_dybvig", "matured_return", 1.01, 2.5},
    {"run_rule", "global_game", "cost", 0.5, 0.95},
    {"run_rule", "global_game", "noise", 0.01, 0.2},
    {"run_rule", "global_game", "news_weight", 0, 0.5},
    {"social network", "erdos_renyi", "degree", 0, 20},
    {"social network", "stochastic_block", "degree", 0, 20},
    {"social network", "stochastic_block", "share", 0, 1},
    {"social network", "watts_strogatz", "rewiring", 0, 1},
    {"institution network", "core_periphery", "across", 0, 1},
    {"institution network", "erdos_renyi", "degree", 0, 4},
};

std::string value_of(WorldLuck const& luck, Drawn const& drawn)
{
    switch (drawn.form) {
        case Form::even:
            return fmt::format("{:.5g}", luck.between(drawn.name, drawn.low, drawn.high));
        case Form::scaled:
            return fmt::format("{:.5g}", luck.scaled(drawn.name, drawn.low, drawn.high));
        case Form::whole:
            return fmt::format("{:.0f}", luck.scaled(drawn.name, drawn.low, drawn.high));
        case Form::hours:
            return fmt::format(R"("{:.3f}h")", luck.between(drawn.name, drawn.low, drawn.high));
        case Form::hours_or_0:
            return luck.chance(fmt::format("no {}", drawn.name), 0.3)
                       ? std::string{"0"}
                       : fmt::format(R"("{:.3f}h")", luck.between(drawn.name, drawn.low, drawn.high));
        case Form::flag:
            return luck.chance(drawn.name, 0.5) ? "true" : "false";
    }
    return {};
}

}  // namespace

std::string random_parameters(WorldLuck const& luck, std::string_view family, std::string_view kind)
{
    std::string text;
    for (std::span<Drawn const> const table : {std::span<Drawn const>{limits}, std::span<Drawn const>{of_treasuries},
                                               std::span<Drawn const>{of_markets_and_people}})
        for (Drawn const& drawn : table)
            if (drawn.family == family && drawn.kind == kind)
                text += fmt::format(R"(, "{}": {})", drawn.name, value_of(luck.of(kind), drawn));
    if (family == "treasury policy" && kind == "risk_adjusted")
        text += R"(, "forecast": )" + random_rule<VolatilityForecast>(luck, "forecast");
    if (family == "oracle_rule" && kind == "single" && luck.chance("elsewhere", 0.6))
        text += R"(, "venue": "Exchange")";
    if (family == "social network" && kind == "edge_list")
        text += R"(, "file": "contacts.csv")";
    if (family == "institution network" && kind == "from_margins")
        text += R"(, "lent": [100, 200, 300, 0, 0, 0, 0], "borrowed": [0, 100, 200, 300, 0, 0, 0])";
    return text;
}

}  // namespace stampede::testing
