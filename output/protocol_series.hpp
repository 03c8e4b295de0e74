#pragma once
// /series/protocol: vaults of each protocol in each recorded step.

#include "model/base/columns.hpp"
#include "model/world.hpp"
#include "output/capture.hpp"

namespace stampede {

class ProtocolSeries {
  public:
    void start(View& seen);
    /// Takes in the flow of a step, recorded or not.
    void see(View& seen);
    /// Adds one row: all protocols, with the flow since the row before.
    void add(View& seen);
    void columns(ColumnVisitor& column);
    void capture(Capture& into) const;
    [[nodiscard]] bool empty() const { return since_.empty(); }

  private:
    /// What happened to the vaults of one protocol since the last row.
    struct Since {
        double repaid = 0, seized = 0;
        std::int64_t liquidations = 0, refused = 0;

        static void members(auto&& member)
        {
            member("repaid", &Since::repaid);
            member("seized", &Since::seized);
            member("liquidations", &Since::liquidations);
            member("refused", &Since::refused);
        }
    };
    static void each(auto& self, auto&& visit);

    Column<double> collateral_, debt_, health_, stable_, bad_debt_, repaid_, seized_;
    Column<std::int64_t> below_one_, liquidations_, refused_;
    Column<Since> since_;  // per protocol
};

}  // namespace stampede
