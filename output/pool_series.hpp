#pragma once
// /series/pool: pools in each recorded step.

#include "model/base/columns.hpp"
#include "model/world.hpp"
#include "output/capture.hpp"

namespace stampede {

class PoolSeries {
  public:
    void start(View& seen);
    /// Takes in the flow of a step, recorded or not.
    void see(View& seen);
    /// Adds one row: all pools, with the flow since the row before.
    void add(View& seen);
    void columns(ColumnVisitor& column);
    void capture(Capture& into) const;
    [[nodiscard]] bool empty() const { return volume_since_.empty(); }

  private:
    static void each(auto& self, auto&& visit);

    Column<double> reserve_, price_;  // per pool and asset
    Column<double> worth_, virtual_price_, shares_, volume_;
    Column<std::int64_t> swaps_, refused_;
    Column<double> volume_since_;  // per pool, since the last row, as the next two
    Column<std::int64_t> swaps_since_, refused_since_;
};

}  // namespace stampede
