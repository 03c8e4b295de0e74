#pragma once
// /series/class and /losses: what every class of holders has, and how it lost the rest.

#include "model/base/columns.hpp"
#include "model/world.hpp"
#include "output/capture.hpp"

namespace stampede {

class ClassSeries {
  public:
    /// Adds one row: all classes.
    void add(View& seen);
    void columns(ColumnVisitor& column);
    void capture(Capture& into) const;

  private:
    Column<double> wealth_, inflow_;
};

/// Losses of the whole run by class and channel.
void capture_losses(Capture& into, View& seen);

}  // namespace stampede
