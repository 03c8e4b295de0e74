#pragma once
// The program behind `main`: finds the command, runs it, and turns what went wrong into a message and an exit code.

#include <string>
#include <vector>

#include "experiments/console.hpp"

namespace stampede {

/// What the program's exit codes mean.
enum class ExitCode {
    done = 0,
    failed = 1,         ///< the run failed
    usage = 2,          ///< command line or experiment
    output = 3,         ///< a file could not be written or read
    broken = 4,         ///< a rule of the model itself
    interrupted = 130,  ///< Ctrl-C
};

/// @param arguments  without the name of the program
/// @return what the process shall exit with
[[nodiscard]] int run_command_line(std::vector<std::string> const& arguments, Console& console);

}  // namespace stampede
