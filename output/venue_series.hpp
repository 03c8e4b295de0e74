#pragma once
// /series/venue: institutions at the end of each recorded step.

#include "model/base/columns.hpp"
#include "output/capture.hpp"
#include "output/readings.hpp"

namespace stampede {

class VenueSeries {
  public:
    void start(View& seen);
    /// Adds one row: all institutions in the order of the axis.
    void add(View& seen, std::vector<VenueReading> const& readings);
    void columns(ColumnVisitor& column);
    void capture(Capture& into) const;

  private:
    void add_one(View& seen, InstitutionId venue, VenueReading const& reading);
    /// Name and values of every column, for checkpoint and results alike.
    static void each(auto& self, auto&& visit);

    Column<double> claims_, hot_, cold_, liquid_, coverage_, queue_, overdue_, asked_, paid_, outflow_;
    Column<double> equity_, disclosed_, income_, news_, alarm_, haircut_;
    Column<std::int8_t> status_;
    Column<std::int64_t> people_in_, people_gone_;
    Column<double> asked_before_, paid_before_;  // per institution: totals up to the row before [USD]
};

}  // namespace stampede
