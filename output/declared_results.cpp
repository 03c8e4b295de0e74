// The list of all results. A new result is one line here; FORMAT.md, `describe results` and the file follow.

#include "model/event.hpp"
#include "model/graphs/institutions.hpp"
#include "output/declared_columns.hpp"
#include "output/declared_series.hpp"
#include "output/headline.hpp"
#include "output/schema.hpp"

namespace stampede {

namespace {

void declare_axes(Schema& schema)
{
    schema.declare({"run", Type::int64, AxisRule::stacked, "", "number of the run, unique over all shards"});
    schema.declare({"step", Type::int64, AxisRule::padded, "", "number of the step; its time is time_h"});
    schema.declare({"venue", Type::text, AxisRule::same, "", "name of an institution"});
    schema.declare({"asset", Type::text, AxisRule::same, "", "name of an asset"});
    schema.declare({"market", Type::text, AxisRule::same, "", "name of a market"});
    schema.declare({"perp", Type::text, AxisRule::same, "", "name of a perpetual market"});
    schema.declare({"coin", Type::text, AxisRule::same, "", "name of a coin that has an issuer"});
    schema.declare({"pool", Type::text, AxisRule::same, "", "name of a pool"});
    schema.declare({"protocol", Type::text, AxisRule::same, "", "name of a protocol that lends against collateral"});
    schema.declare({"class", Type::text, AxisRule::same, "", "name of a class of holders"});
    schema.declare({"channel", Type::text, AxisRule::same, "", "name of a channel of losses"});
    schema.declare({"size", Type::text, AxisRule::same, "", "what people's claims were worth at the start"});
    schema.declare({"generation", Type::text, AxisRule::same, "", "how many requests in a row led to a request"});
    schema.declare({"bps", Type::int64, AxisRule::same, "1e-4", "distance from the mid"});
    schema.declare({"event", Type::int64, AxisRule::rows, "", "row of the event, from 0"});
    schema.declare({"link", Type::int64, AxisRule::rows, "", "row of the link, from 0"});
    schema.declare({"edge", Type::int64, AxisRule::rows, "", "row of the exposure, from 0"});
    schema.declare({"row", Type::int64, AxisRule::rows, "", "row of the agent, from 0"});
    schema.declare({"institution_name", Type::text, AxisRule::same, "", "names that `institution` counts"});
    schema.declare({"asset_name", Type::text, AxisRule::same, "", "names that `asset` counts"});
    schema.declare({"class_name", Type::text, AxisRule::same, "", "names that `class` counts"});
    schema.declare(
        {"comparison", Type::text, AxisRule::across, "", "world and outcome that are compared with the base"});
    schema.declare({"pair", Type::int64, AxisRule::across, "", "number of the replicate that is compared"});
    schema.declare({"file", Type::text, AxisRule::same, "", "name of a file, as the configuration writes it"});
}

Schema::Group losses()
{
    return {"/losses",
            "losses of the whole run; the channels of a class sum to initial wealth + net inflow - final wealth",
            {"run", "class", "channel"},
            {
                {"loss_usd", "USD", "loss, a gain is negative"},
                {"loss_micro_usd", "1e-6 USD", "the same, exact", Type::int64},
            }};
}

Schema::Group events()
{
    return {.path = "/events",
            .meaning = "what happened, one row per event, one dataset per column",
            .axes = {"event"},
            .columns =
                {
                    {"run", "1", "number of the run", Type::int64},
                    {"step", "1", "step in which it happened", Type::int64},
                    {"time_h", "h", "time since the start of the run"},
                    flag("kind", "what happened", names_up_to(static_cast<EventKind>(event_kind_count - 1))),
                    row_of("institution_name", "institution", "where, -1 = nowhere"),
                    row_of("asset_name", "asset", "in which asset, -1 = none"),
                    {"account", "1", "account it happened to, -1 = none", Type::int64},
                    row_of("class_name", "class", "class of its owner, -1 = none"),
                    {"amount", "smallest unit", "amount in the asset's smallest unit", Type::int64},
                    {"value_usd", "USD", "value of the amount when it happened"},
                },
            .lookups = {"institution_name", "asset_name", "class_name"}};
}

Schema::Group causes()
{
    return {"/causes",
            "why: links from an event to its causes, whose weights sum to 1; the root of a run is its event `calm`",
            {"link"},
            {
                row_of("/events/event", "child", "event that was caused, as row of /events", Type::int64),
                row_of("/events/event", "parent", "event that caused it, as row of /events", Type::int64),
                {"weight", "1", "share of the cause in the event"},
            }};
}

Schema::Group summary()
{
    return {"/summary",
            "one row per run: what it was and how it ended; what was varied comes as further columns",
            {"run"},
            {
                {"arm", "", "name of the arm", Type::text},
                count("replicate", "number of the replicate; arms of the same replicate meet the same luck"),
                flag("finished", "whether the run reached its end; if not, outcomes are of what was simulated",
                     {"no", "yes"}),
            }};
}

Schema::Group network()
{
    return {"/network",
            "institutions and what they owe one another at the end of the run",
            {"edge"},
            {
                flag("venue_kind", "kind of the institution", names_up_to(InstitutionKind::fund), {"venue"}),
                {"run", "1", "number of the run", Type::int64},
                row_of("venue", "source", "creditor: who is owed, as row of venue"),
                row_of("venue", "target", "debtor: who owes, as row of venue; -1 = the rest of the world"),
                flag("kind", "kind of the exposure", names_up_to(ExposureKind::collateral)),
                {"start_usd", "USD", "owed at the start, at the first price"},
                {"principal_usd", "USD", "owed in full"},
                {"provision_usd", "USD", "written off by the creditor"},
            }};
}

Schema::Group agents()
{
    return {"/agents/<population>",
            "agents of a population at the end of the run; further columns are the population's own",
            {"row"},
            {{"run", "1", "number of the run", Type::int64}}};
}

Schema::Column statistic(std::string name, std::string meaning)
{
    return {.name = std::move(name), .unit = "as unit", .meaning = std::move(meaning)};
}

Schema::Group comparison()
{
    auto const text = [](std::string name, std::string meaning) {
        return Schema::Column{.name = std::move(name), .unit = "", .meaning = std::move(meaning), .type = Type::text};
    };
    return {"/comparison",
            "arms against the base: every difference is that of two runs with the same luck, arm - base",
            {"comparison"},
            {
                text("arm", "name of the arm"),
                text("world", "the arm and what is varied; the base has the same values"),
                text("group", "where the outcome stands, e.g. /summary/venue"),
                text("thing", "what it is of, e.g. an institution; empty for the run as a whole"),
                text("outcome", "name of the outcome"),
                text("unit", "its unit"),
                flag("worse", "which way it hurts", {"neither", "more", "less"}),
                {.name = "difference",
                 .unit = "as unit",
                 .meaning = "arm - base in each pair; missing unless both runs have the outcome",
                 .axes = {"comparison", "pair"}},
                count("pairs", "pairs in which both runs have the outcome"),
                count("only_base", "pairs in which only the base has it"),
                count("only_arm", "pairs in which only the arm has it"),
                statistic("base_median", "median of the base over the runs that have it"),
                statistic("arm_median", "median of the arm over the runs that have it"),
                statistic("mean", "mean difference"),
                statistic("median", "median difference"),
                statistic("q05", "5 % quantile of the differences (type 7); to q95 is their 90 % interval"),
                statistic("q95", "95 % quantile of the differences"),
                statistic("median_low", "lower end of a 90 % confidence interval of the median, from order statistics"),
                statistic("median_high", "its upper end"),
                count("equal", "pairs with a difference of exactly 0"),
                count("hurt", "pairs in which the arm is worse; 0 if neither way is"),
                count("helped", "pairs in which it is better"),
                {"hurt_share", "1", "hurt / pairs; missing if neither way is worse, or without pairs"},
            }};
}

Schema::Group inputs()
{
    return {"/inputs",
            "files that the configuration names, so that nothing but the results file is needed to repeat the run",
            {"file"},
            {{"contents", "", "the whole file", Type::text}}};
}

}  // namespace

Schema results_schema()
{
    Schema schema;
    declare_axes(schema);
    schema.declare(summary());
    declare_headlines(schema);
    declare_series(schema);
    schema.declare(losses());
    schema.declare(events());
    schema.declare(causes());
    schema.declare(network());
    schema.declare(agents());
    schema.declare(comparison());
    schema.declare(inputs());
    return schema;
}

}  // namespace stampede
