// stampede new: the first form of something new, in a checkout of the project.

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "experiments/commands/commands.hpp"
#include "experiments/new_agent.hpp"

namespace stampede {

namespace {

struct NewAgentOptions {
    std::string name, root = ".";
};

void make_agent(NewAgentOptions const& options, Session const& session)
{
    AgentNames const names = agent_names(options.name);
    std::filesystem::path const root = source_root(options.root);
    std::vector<SourceText> const files = new_agent(root, names);
    write_all_or_none(root, files);
    for (SourceText const& file : files)
        session.console.data((root / file.path).string());
    session.console.note(fmt::format(
        "\"{0}\" is complete and runs: it sells part of its coins when the price has fallen. Now make it yours:\n"
        "  edit      agents/{1}.hpp and .cpp, the line in agents/roster.cpp, tests/agents/{0}_test.cpp\n"
        "  build     cmake --build build\n"
        "  test      ctest --test-dir build -R 'agents/({0}|contract)'\n"
        "  look      build/stampede describe {0}\n"
        "  document  model/ODD.md says what it does, CHANGELOG.md that it is there",
        names.agent, names.agents));
}

void add_agent(CLI::App& program, Session& session)
{
    CLI::App* const command =
        program.add_subcommand("agent", "a kind of agent: header, source, test, and its line in the roster");
    auto const options = std::make_shared<NewAgentOptions>();
    command->add_option("name", options->name, "one of them, in lower snake case")->required()->type_name("NAME");
    command
        ->add_option("--root", options->root,
                     "the checkout; else the nearest folder, from here upwards, that holds agents/roster.cpp")
        ->type_name("DIR");
    command->footer("Example:\n  stampede new agent herd_seller");
    command->callback([&session, options] { make_agent(*options, session); });
    command->fallthrough();
}

}  // namespace

void add_new(CLI::App& program, Session& session)
{
    CLI::App* const command = program.add_subcommand("new", "write something new into a checkout: an agent");
    command->require_subcommand(1);
    add_agent(*command, session);
}

}  // namespace stampede
