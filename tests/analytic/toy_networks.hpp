#pragma once
// The small balance-sheet networks of tests/data/net_toy_*.csv (sources in tests/data/SOURCES.md).

#include <map>
#include <string>
#include <vector>

namespace stampede::toy {

/// One line of a CSV file, keyed by the header.
using Line = std::map<std::string, std::string>;

/// Lines of tests/data/NAME whose column `case` is `network`.
std::vector<Line> lines(std::string const& name, std::string const& network);

/// Names, external balance sheet and exposures[i][j] = what i lent to j.
struct Network {
    std::vector<std::string> banks;
    std::vector<double> external_assets, external_liabilities, buffers;
    std::vector<std::vector<double>> exposures;
};

Network network(std::string const& name);

/// Expected values of a quantity, in the order of the banks.
std::vector<double> expected(std::string const& name, std::string const& quantity, Network const& network);

}  // namespace stampede::toy
