// stampede merge: the results of several shards of an ensemble as one file.

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "experiments/commands/commands.hpp"
#include "experiments/reproduction.hpp"
#include "output/merge.hpp"
#include "output/outcomes.hpp"
#include "output/results_file.hpp"

namespace stampede {

namespace {

struct MergeOptions {
    std::vector<std::string> files;
    std::string out;
};

void put_together(MergeOptions const& options, Session const& session)
{
    std::vector<NamedResults> parts;
    for (std::string const& file : options.files)
        parts.emplace_back(file, ResultsFile{file}.file().contents());
    Contents whole = merge(std::move(parts));
    std::size_t const planned = recorded_experiment(ResultsFile{options.files.front()}).design.runs().size();
    bool const complete = whole.at("/summary/run").shape.at(0) == planned;
    for (auto& [name, value] : whole.attributes("/"))
        if (name == "status")
            value = one(complete ? "complete" : "partial");
    write_results(options.out, whole);
    session.console.note(outcomes_table(whole));
    session.console.data(options.out);
}

}  // namespace

void add_merge(CLI::App& program, Session& session)
{
    CLI::App* const command = program.add_subcommand("merge", "put the results of several shards into one file");
    auto const options = std::make_shared<MergeOptions>();
    command->add_option("files", options->files, "results files of the same experiment")->required()->type_name("FILE");
    command->add_option("-o,--out", options->out, "results file of all runs")->required()->type_name("OUT");
    command->footer(
        "Example:\n  stampede ensemble FILE --shard 1/2 -o one.h5\n  stampede ensemble FILE --shard 2/2 -o two.h5\n"
        "  stampede merge one.h5 two.h5 -o all.h5");
    command->callback([&session, options] { put_together(*options, session); });
}

}  // namespace stampede
