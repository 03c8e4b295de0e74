// stampede schema: the JSON Schema of experiment files, for editors and other programs.

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <nlohmann/json.hpp>

#include "experiments/commands/commands.hpp"
#include "experiments/experiment_schema.hpp"

namespace stampede {

void add_schema(CLI::App& program, Session& session)
{
    CLI::App* const command = program.add_subcommand("schema", "print the JSON Schema of experiment files");
    command->footer("Example:\n  stampede schema > experiment.schema.json");
    command->callback([&session] { session.console.data(experiment_schema().dump(2)); });
}

}  // namespace stampede
