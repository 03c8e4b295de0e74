#pragma once
// The program called as a function: arguments in, exit code and both streams out.

#include <sstream>
#include <string>
#include <vector>

#include "experiments/commands/command_line.hpp"
#include "tests/experiments/temporary_folder.hpp"

namespace stampede::testing {

/// What a command did.
struct Ran {
    int code;
    std::string data, messages;

    /// The last line on stdout: the path of the results.
    [[nodiscard]] std::string last_line() const
    {
        std::string const text = data.substr(0, data.empty() ? 0 : data.size() - 1);
        return text.substr(text.rfind('\n') + 1);
    }
};

inline Ran command(std::vector<std::string> const& arguments)
{
    std::ostringstream data, messages;
    Console console{data, messages, false, false};
    int const code = run_command_line(arguments, console);
    return {code, data.str(), messages.str()};
}

/// A lender with 600 clients for four days of hours: news on the first day, a path of prices in a file of its own.
/// Writes lender.json and prices.csv, and gives the path of the first.
std::filesystem::path write_lender(TemporaryFolder const& folder);

}  // namespace stampede::testing
