// stampede inspect: what is in a results file.

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <filesystem>
#include <memory>

#include "experiments/commands/commands.hpp"
#include "output/results_file.hpp"
#include "output/summary_text.hpp"

namespace stampede {

namespace {

struct InspectOptions {
    std::string file;
    bool config = false, datasets = false;
};

/// "run 1 x step 720 x venue 3"
std::string shape_text(Dataset const& outline)
{
    std::string text;
    for (std::size_t i = 0; i < outline.shape.size(); ++i)
        text += fmt::format("{}{} {}", i == 0 ? "" : " x ", i < outline.axes.size() ? outline.axes[i] : "?",
                            outline.shape[i]);
    return text;
}

/// Where the file comes from.
std::string origin(ResultsFile const& results)
{
    auto const line = [](std::string_view name, std::string const& value) {
        return value.empty() ? std::string{} : fmt::format("{:<10}{}\n", name, value);
    };
    Attributes const made = results.file().attributes("/");
    std::error_code ignored;
    auto const bytes = static_cast<double>(std::filesystem::file_size(results.file().path(), ignored));
    return line("file", fmt::format("{}, {:.1f} MB", results.file().path().string(), bytes / 1e6)) +
           line("question", results.text("title")) + line("seed", fmt::format("{}", results.seed())) +
           line("command", results.text("command_line")) + line("status", results.text("status")) +
           line("code", fmt::format("stampede {} ({})", text_of(made, "code_version"), text_of(made, "git_commit"))) +
           line("libraries", text_of(made, "libraries")) +
           line("config", "SHA-256 " + results.text("config_sha256") + ", shown by --config");
}

/// One line per group: what its columns hang on, and how many there are.
std::string groups(ResultsFile const& results)
{
    ContentsFile const& file = results.file();
    std::string text;
    for (std::string const& group : file.groups()) {
        std::size_t columns = 0;
        std::string shape;
        for (std::string const& path : file.datasets()) {
            if (parent_of(path) != group)
                continue;
            Dataset const outline = file.outline(path);
            if (outline.axes == std::vector{leaf_of(path)})
                continue;
            ++columns;
            if (std::string here = shape_text(outline); here.size() > shape.size())
                shape = std::move(here);
        }
        if (columns > 0)
            text += fmt::format("  {:<20} {:>3} columns   {}\n", group, columns, shape);
    }
    return text;
}

std::string datasets(ResultsFile const& results)
{
    std::string text;
    for (std::string const& path : results.file().datasets()) {
        Dataset const outline = results.file().outline(path);
        text += fmt::format("  {:<44} {:<8} {:<12} {}\n", path, name_of(type_of(outline.values)),
                            text_of(outline.attributes, "units"), shape_text(outline));
    }
    return text;
}

std::string page(InspectOptions const& options)
{
    ResultsFile const results{options.file};
    if (options.config)
        return results.text("config_json");
    if (options.datasets)
        return datasets(results);
    std::size_t const runs = results.file().outline("/summary/run").shape.at(0);
    std::string text = origin(results) + "\n" + groups(results) + "\n";
    if (runs > 1)
        text += fmt::format("The first of {} runs:\n", runs);
    return text + summary_text(results);
}

}  // namespace

void add_inspect(CLI::App& program, Session& session)
{
    CLI::App* const command = program.add_subcommand("inspect", "show what is in a results file");
    auto const options = std::make_shared<InspectOptions>();
    command->add_option("file", options->file, "results file")->required()->type_name("OUT");
    command->add_flag("--datasets", options->datasets, "list every dataset with its type, unit and shape");
    command->add_flag("--config", options->config, "print the configuration; it can be run again as it is");
    command->footer("Examples:\n  stampede inspect celsius.h5\n  stampede inspect celsius.h5 --config > again.json");
    command->callback([&session, options] { session.console.data(page(*options)); });
}

}  // namespace stampede
