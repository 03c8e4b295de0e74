// stampede describe: what can be configured, what happens in a step, what is recorded.

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "experiments/build.hpp"
#include "experiments/commands/commands.hpp"
#include "experiments/config.hpp"
#include "experiments/experiment_schema.hpp"
#include "experiments/manual.hpp"
#include "output/schema.hpp"

namespace stampede {

namespace {

std::string page(std::string const& topic)
{
    if (topic == "step")
        return describe_step(default_mechanisms());
    if (topic == "results")
        return describe(results_schema());
    for (FileMember const& member : file_members)
        if (topic == member.name)
            return fmt::format("{}: {}\n  {}\n", member.name, member.meaning, member.example);
    Experiment experiment;
    std::string text = describe_topic(visit_of(experiment), topic);
    if (topic.empty() || topic == "all") {
        text += "\nBesides, a file may have\n";
        for (FileMember const& member : file_members)
            text += fmt::format("  {:<7}  {}\n", member.name, member.meaning);
    }
    return text;
}

}  // namespace

void add_describe(CLI::App& program, Session& session)
{
    CLI::App* const command =
        program.add_subcommand("describe", "explain a name, a family of rules, a kind, the step or the results");
    auto const words = std::make_shared<std::vector<std::string>>();
    command->add_option("topic", *words,
                        "a name of the experiment file, a family or a kind, \"all\", \"step\" or \"results\"");
    command->footer(
        "Examples:\n  stampede describe\n  stampede describe retail_user\n  stampede describe all\n  stampede describe "
        "step");
    command->callback([&session, words] {
        std::string topic;
        for (std::string const& word : *words)
            topic += (topic.empty() ? "" : " ") + word;
        session.console.data(page(topic));
    });
}

}  // namespace stampede
