#pragma once
// The outcomes of a run: one number each, declared once with its unit, its meaning and its formula.

#include <string>
#include <vector>

#include "output/asset_series.hpp"
#include "output/event_digest.hpp"
#include "output/perp_watch.hpp"
#include "output/schema.hpp"
#include "output/watch.hpp"

namespace stampede {

/// A run at its end, as the outcomes see it.
struct RunEnd {
    View& world;
    Births const& births;
    VenueWatch const& venues;
    MarketWatch const& markets;
    PerpWatch const& perps;
    PriceTape const& prices;
    EventDigest const& events;
};

/// One outcome; missing (NaN) where there is nothing to say, e.g. the hour of a failure that did not happen.
struct Headline {
    std::string name, unit, meaning;
    /// @param entry  of the group's axis; 0 in a group without one
    double (*value)(RunEnd const& run, std::size_t entry);
    Worse worse = Worse::neither;
};

/// Outcomes of the same things: "/summary/venue" with the axis `venue`, say.
struct HeadlineGroup {
    std::string path;
    std::string axis;  ///< besides `run`; "" = none
    std::string meaning;
    std::vector<Headline> outcomes;
    std::size_t (*entries)(View&);  ///< length of the axis
};

/// All outcomes.
[[nodiscard]] std::vector<HeadlineGroup> const& headlines();

// Its parts, each in a file of its own.
[[nodiscard]] HeadlineGroup run_headlines();
[[nodiscard]] HeadlineGroup venue_headlines();
[[nodiscard]] HeadlineGroup asset_headlines();
[[nodiscard]] HeadlineGroup market_headlines();
[[nodiscard]] HeadlineGroup perp_headlines();
[[nodiscard]] HeadlineGroup coin_headlines();
[[nodiscard]] std::vector<HeadlineGroup> holder_headlines();

/// The groups of all outcomes as declarations; those of "/summary" itself come as columns.
void declare_headlines(Schema& schema);

}  // namespace stampede
