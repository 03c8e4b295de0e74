#pragma once
// Watches a run and keeps what its results file will hold.

#include <string>
#include <vector>

#include "model/observer.hpp"
#include "model/simulation.hpp"
#include "output/class_series.hpp"
#include "output/coin_series.hpp"
#include "output/headline.hpp"
#include "output/market_series.hpp"
#include "output/perp_series.hpp"
#include "output/perp_watch.hpp"
#include "output/pool_series.hpp"
#include "output/protocol_series.hpp"
#include "output/venue_series.hpp"

namespace stampede {

/// What is kept besides the summary and the losses, which always are.
struct RecordOptions {
    bool series = true;      ///< /series: a row per `every` steps
    bool events = true;      ///< /events and /causes
    bool network = false;    ///< /network
    bool agents = false;     ///< /agents: a snapshot at the end
    std::int64_t every = 1;  ///< rows are kept of every k-th step and of the last; flows are sums since the row before

    /// From the list in an experiment: "series", "events", "network", "agents".
    /// @throws InputError naming an unknown entry, or if `every` is below 1
    [[nodiscard]] static RecordOptions of(std::vector<std::string> const& names, std::int64_t every = 1);
};

/// Which run of an experiment it was.
struct RunLabel {
    std::int64_t run = 0;  ///< unique over all shards
    std::string arm = {};  ///< "" = base
    std::int64_t replicate = 0;
};

/// Fills a results capture for one run. Changes nothing of the run; its cost does not grow with accounts or agents.
class Recorder final : public Observer {
  public:
    explicit Recorder(RecordOptions const& options) : options_{options} {}

    void at_birth(View& seen) override;
    void after_step(View& seen, Events const& events) override;
    void columns(ColumnVisitor& column) override;

    /// Puts everything recorded so far into a fresh capture, to which the caller may add columns, e.g. what was varied.
    void capture(Capture& into, Simulation const& run, RunLabel const& label) const;
    /// The same as contents, ready to be stamped and written.
    [[nodiscard]] Contents results(Simulation const& run, RunLabel const& label) const;

  private:
    [[nodiscard]] bool keeps(Clock const& clock) const;
    void capture_series(Capture& into, View& seen) const;
    void capture_summary(Capture& into, View& seen, RunLabel const& label) const;

    RecordOptions options_;
    Births births_;
    Column<std::int64_t> steps_;  // of the rows
    VenueSeries venues_;
    AssetSeries assets_;
    MarketSeries markets_;
    PerpSeries perps_;
    CoinSeries coins_;
    PoolSeries pools_;
    ProtocolSeries protocols_;
    ClassSeries classes_;
    PriceTape prices_;
    VenueWatch venue_watch_;
    MarketWatch market_watch_;
    PerpWatch perp_watch_;
};

}  // namespace stampede
