// stampede diff: where two runs part.

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "experiments/commands/commands.hpp"
#include "experiments/parting.hpp"

namespace stampede {

namespace {

struct DiffOptions {
    std::string first, second;
    std::int64_t run = 0;
};

void compare_files(DiffOptions const& options, Session& session)
{
    ResultsFile const first{options.first}, second{options.second};
    std::string const found = parting_of(extract_run(first.file().contents(), options.run),
                                         extract_run(second.file().contents(), options.run));
    session.console.data(found.empty() ? "the runs are equal: every dataset, bit for bit" : found);
    session.exit_code = found.empty() ? 0 : 1;
}

}  // namespace

void add_diff(CLI::App& program, Session& session)
{
    CLI::App* const command =
        program.add_subcommand("diff", "find the first step, event and agent in which two runs part");
    auto const options = std::make_shared<DiffOptions>();
    command->add_option("first", options->first, "results file")->required()->type_name("A");
    command->add_option("second", options->second, "results file")->required()->type_name("B");
    command->add_option("--run", options->run, "which run of both files")->type_name("N");
    command->footer("Exit code 0 if they are equal, 1 if not.\nExample:\n  stampede diff calm.h5 news.h5");
    command->callback([&session, options] { compare_files(*options, session); });
}

}  // namespace stampede
