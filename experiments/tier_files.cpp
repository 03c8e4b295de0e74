#include "experiments/tier_files.hpp"

#include <fmt/format.h>

#include "experiments/csv.hpp"
#include "model/base/check.hpp"

namespace stampede {

void load_margin_tiers(TierParameters& tiers, InputFiles& files)
{
    if (tiers.file.empty())
        return;
    CsvTable const table{tiers.file, files.contents(tiers.file)};
    std::vector<double> const from = table.numbers("min_notional"), rate = table.numbers("maint_margin_rate"),
                              leverage = table.numbers("max_leverage");
    std::vector<std::string> const symbols =
        tiers.symbol.empty() ? std::vector<std::string>(table.rows()) : table.texts("symbol");
    tiers.from.clear();
    tiers.rate.clear();
    tiers.leverage.clear();
    for (std::size_t row = 0; row < table.rows(); ++row) {
        if (symbols[row] != tiers.symbol)
            continue;
        tiers.from.push_back(from[row]);
        tiers.rate.push_back(rate[row]);
        tiers.leverage.push_back(leverage[row]);
    }
    require(!tiers.from.empty(), fmt::format("{} has no row of \"{}\"", tiers.file, tiers.symbol));
    tiers.file.clear();
    tiers.symbol.clear();
}

}  // namespace stampede
