// stampede describe: what can be configured, what happens in a step, what is recorded.

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "experiments/build.hpp"
#include "experiments/commands/commands.hpp"
#include "experiments/config.hpp"
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
    Experiment experiment;
    return describe_topic(visit_of(experiment), topic);
}

}  // namespace

void add_describe(CLI::App& program, Session& session)
{
    CLI::App* const command =
        program.add_subcommand("describe", "explain a name, a family of rules, a kind, the step or the results");
    auto const words = std::make_shared<std::vector<std::string>>();
    command->add_option("topic", *words, "a name of the experiment file, a family or a kind, \"step\" or \"results\"");
    command->footer("Examples:\n  stampede describe\n  stampede describe retail_user\n  stampede describe step");
    command->callback([&session, words] {
        std::string topic;
        for (std::string const& word : *words)
            topic += (topic.empty() ? "" : " ") + word;
        session.console.data(page(topic));
    });
}

}  // namespace stampede
