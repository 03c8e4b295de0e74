#include "tests/experiments/command.hpp"

namespace stampede::testing {

std::filesystem::path write_lender(TemporaryFolder const& folder)
{
    std::string prices = "# made up for a test\nhour,btc\n";
    for (int hour = 0; hour <= 96; ++hour)
        prices += std::to_string(hour) + "," + std::to_string(30'000 - 80 * hour) + "\n";
    folder.write("prices.csv", prices);
    return folder.write("lender.json", R"({
  "format": "stampede-experiment", "version": 1,
  "question": "Who is paid when a small lender is run on?",
  "step_seconds": 3600, "days": 4, "seed": 11,
  "assets": {
    "USD": {"kind": "fiat", "decimals": 6, "price": 1},
    "BTC": {"decimals": 6, "path": {"file": "prices.csv", "time_column": "hour", "price_column": "btc"}}
  },
  "institutions": {
    "Lender": {"kind": "lender", "hot": 0.1, "cold": 0.2, "cold_lag": "6h",
               "placements": {"loans": {"share": 0.7, "time_to_cash": "60d", "haircut": 0.02}}},
    "Exchange": {"kind": "exchange"}
  },
  "markets": {"BTC-USD": {"venue": "Exchange", "base": "BTC", "quote": "USD", "depth": 1e6}},
  "social": {"kind": "erdos_renyi", "degree": 6},
  "agents": {
    "depositors": {"kind": "retail_user", "count": 600, "venue": "Lender", "coins": {"BTC": 0.5, "USD": 0.5},
                   "total_usd": 6e6, "attention": {"per_day": 4, "dormant": 0}}
  },
  "shocks": {"leak": {"kind": "news", "at": "6h", "venue": "Lender", "level": "insolvency_reported"}}
})");
}

}  // namespace stampede::testing
