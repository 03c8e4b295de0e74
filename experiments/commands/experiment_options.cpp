#include "experiments/commands/experiment_options.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <thread>

#include "model/base/check.hpp"
#include "output/output_error.hpp"

namespace stampede {

namespace {

void require_writable_folder(std::filesystem::path const& file)
{
    std::filesystem::path const folder = file.has_parent_path() ? file.parent_path() : ".";
    std::error_code error;
    if (!std::filesystem::is_directory(folder, error))
        throw OutputError{file.string(), fmt::format("there is no folder {}", folder.string()),
                          "Make the folder first, or name another place."};
    if (access(folder.c_str(), W_OK | X_OK) != 0)
        throw OutputError{file.string(), fmt::format("cannot be written: {}", std::strerror(errno)),
                          "Name a folder that you may write to."};
    if (std::filesystem::is_directory(file, error))
        throw OutputError{file.string(), "is a folder", "Name a file, e.g. with the ending .h5."};
}

}  // namespace

LoadedExperiment ExperimentOptions::load(std::vector<std::string> const& arms) const
{
    std::vector<std::string> all = settings;
    if (!seed.empty())
        all.push_back("/seed=" + seed);
    return {std::filesystem::path{file}, all, arms};
}

std::filesystem::path ExperimentOptions::results(std::string const& suffix) const
{
    std::filesystem::path const path =
        out.empty() ? std::filesystem::path{stem() + suffix + ".h5"} : std::filesystem::path{out};
    std::error_code error;
    require(!std::filesystem::equivalent(path, file, error),
            fmt::format("{} is the experiment itself; name another file for the results", path.string()));
    require_writable_folder(path);
    return path;
}

std::shared_ptr<ExperimentOptions> add_experiment_options(CLI::App& command)
{
    auto options = std::make_shared<ExperimentOptions>();
    options->threads = std::max(1U, std::thread::hardware_concurrency());
    command.add_option("file", options->file, "experiment, a JSON file")->required()->type_name("FILE");
    command.add_option("-o,--out", options->out, "results file; FILE with the ending .h5 in this folder if not given")
        ->type_name("OUT");
    command
        .add_option("--set", options->settings,
                    "put a value at a place of the experiment, e.g. /agents/depositors/count=1000; may be repeated")
        ->allow_extra_args(false)
        ->type_name("/POINTER=VALUE");
    command.add_option("--seed", options->seed, "start of all luck, in place of the experiment's")->type_name("N");
    command.add_option("--threads", options->threads, "cores to use; results are the same for any number")
        ->check(CLI::Range(1U, 4096U))
        ->type_name("N");
    command.add_flag("--audit", options->audits, "check in every step that nothing is lost or made from nothing");
    command.add_flag("--everyone", options->everyone,
                     "evaluate every look, also those that can change nothing: slower, and the same results");
    command.add_flag("--reproducible", options->reproducible, "leave time and host out of the results file");
    command.add_flag("--check", options->check, "only check the experiment; write nothing");
    return options;
}

}  // namespace stampede
