#pragma once
// The program called as a function: arguments in, exit code and both streams out.

#include <functional>
#include <optional>
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

/// The built program in a process of its own, which may first give up rights or space.
/// @param prepare  called in the process before the program; false if this machine does not allow it
/// @return what it did, its messages without the path of `folder`; nothing if this machine does not allow it
[[nodiscard]] std::optional<Ran> program_in_child(
    std::vector<std::string> const& arguments, TemporaryFolder const& folder,
    std::function<bool()> const& prepare = [] { return true; });

/// All names in a folder, sorted.
[[nodiscard]] std::vector<std::string> names_in(std::filesystem::path const& folder);

/// A text with every mention of the folder taken out.
[[nodiscard]] std::string without_folder(std::string text, TemporaryFolder const& folder);

/// A lender with 600 clients for four days of hours: news on the first day, a path of prices in a file of its own.
/// Writes lender.json and prices.csv, and gives the path of the first.
std::filesystem::path write_lender(TemporaryFolder const& folder);

}  // namespace stampede::testing
