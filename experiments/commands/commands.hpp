#pragma once
// The list of commands, and what each of them gets.

#include <string>
#include <vector>

#include "experiments/console.hpp"

namespace CLI {
class App;
}

namespace stampede {

/// What a command works with. It leaves a code other than 0 if it ends neither well nor by an exception.
struct Session {
    Console& console;
    std::string command_line = "";  ///< as it was typed, for results files
    int exit_code = 0;
};

/// Adds one command with its options to the program; its callback does the work.
using AddCommand = void (*)(CLI::App& program, Session& session);

/// Every command, in the order of the help page.
[[nodiscard]] std::vector<AddCommand> const& all_commands();

void add_run(CLI::App& program, Session& session);
void add_ensemble(CLI::App& program, Session& session);
void add_compare(CLI::App& program, Session& session);
void add_validate(CLI::App& program, Session& session);
void add_merge(CLI::App& program, Session& session);
void add_report(CLI::App& program, Session& session);
void add_reproduce(CLI::App& program, Session& session);
void add_diff(CLI::App& program, Session& session);
void add_describe(CLI::App& program, Session& session);
void add_inspect(CLI::App& program, Session& session);
void add_schema(CLI::App& program, Session& session);
void add_new(CLI::App& program, Session& session);

}  // namespace stampede
