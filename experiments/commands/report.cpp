// stampede report: results as a page to be read.

#include "output/report.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "experiments/commands/commands.hpp"
#include "experiments/time_text.hpp"
#include "model/base/check.hpp"
#include "output/atomic_file.hpp"

namespace stampede {

namespace {

struct ReportCommand {
    std::string file, out;
};

/// When hour 0 is, if the experiment says so.
std::optional<double> start_of(ResultsFile const& results)
{
    nlohmann::json const config = nlohmann::json::parse(results.text("config_json"), nullptr, false);
    auto const start = config.is_object() ? config.find("start") : config.end();
    return start != config.end() && start->is_string() ? parse_utc(start->get<std::string>()) : std::nullopt;
}

std::filesystem::path place_of(ReportCommand const& command)
{
    if (!command.out.empty())
        return command.out;
    return std::filesystem::path{command.file}.filename().replace_extension(".html");
}

void write_report(ReportCommand const& command, Session const& session)
{
    ResultsFile const results{command.file};
    std::filesystem::path const out = place_of(command);
    std::error_code error;
    require(!std::filesystem::equivalent(out, command.file, error),
            out.string() + " is the results file itself; name another file for the report");
    write_atomically(out, report(results, {start_of(results)}));
    session.console.data(out.string());
}

}  // namespace

void add_report(CLI::App& program, Session& session)
{
    CLI::App* const command = program.add_subcommand("report", "write a page of words and pictures about results");
    auto const options = std::make_shared<ReportCommand>();
    command->add_option("file", options->file, "results file")->required()->type_name("RESULTS");
    command->add_option("-o,--out", options->out, "the page; RESULTS with the ending .html in this folder if not given")
        ->type_name("HTML");
    command->footer(
        "One HTML file that needs no network and nothing beside it; any browser shows it.\n"
        "Example:\n  stampede report celsius.h5 -o report.html");
    command->callback([&session, options] { write_report(*options, session); });
}

}  // namespace stampede
