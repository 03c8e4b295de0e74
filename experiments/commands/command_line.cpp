#include "experiments/commands/command_line.hpp"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <new>

#include "experiments/commands/commands.hpp"
#include "experiments/interrupt.hpp"
#include "experiments/suggestion.hpp"
#include "experiments/version.hpp"
#include "model/base/check.hpp"
#include "output/hdf5_file.hpp"
#include "output/output_error.hpp"
#include "output/sha256.hpp"

namespace stampede {

namespace {

std::string version_page()
{
    return fmt::format("stampede {} ({})\n{}, HDF5 {}, OpenSSL {}\n{}", program_version(), source_revision(),
                       library_versions(), hdf5_version(), openssl_version(), compiler_version());
}

void declare(CLI::App& program, Session& session)
{
    program.name("stampede");
    program.set_version_flag("--version", version_page, "print versions of the program and its libraries");
    program.require_subcommand(1);
    program.add_flag_callback(
        "--quiet", [&session] { session.console.set_quiet(true); }, "say nothing but errors");
    program
        .add_option_function<std::string>(
            "--log",
            [&session](std::string const& style) {
                session.console.set_style(style == "json" ? LogStyle::json_lines : LogStyle::text);
            },
            "how messages look: text or json (one object a line)")
        ->check(CLI::IsMember({"text", "json"}))
        ->type_name("STYLE");
    for (AddCommand const add : all_commands())
        add(program, session);
    for (CLI::App* const command : program.get_subcommands({}))
        command->fallthrough();
}

/// What is wrong with the command line, in one line that says what to do.
std::string usage_message(CLI::App const& program, CLI::ParseError const& error)
{
    std::vector<std::string> const rest = program.remaining(true);
    CLI::App const* last = &program;  // of the commands that were named
    std::string command;
    while (!last->get_subcommands().empty()) {
        last = last->get_subcommands().front();
        command += " " + last->get_name();
    }
    std::vector<std::string> names;
    for (CLI::App const* const known : last->get_subcommands([](CLI::App const*) { return true; }))
        names.push_back(known->get_name());
    std::string message = error.what();
    if (!names.empty() && !rest.empty() && rest.front().front() != '-')
        message = fmt::format("there is no command \"{}\"; {}", rest.front(),
                              advice(rest.front(), {names.begin(), names.end()}));
    return fmt::format("{}\nSee \"stampede{} --help\".", message, command);
}

/// Runs the command; returns the exit code that CLI11's own exits mean for us.
ExitCode parse_and_run(std::vector<std::string> const& arguments, Session& session)
{
    CLI::App program{"Stampede: everyone wants to exit at once; who is still standing, and why?"};
    declare(program, session);
    try {
        std::vector<std::string> reversed{arguments.rbegin(), arguments.rend()};
        program.parse(std::move(reversed));
        return static_cast<ExitCode>(session.exit_code);
    }
    catch (CLI::CallForHelp const&) {
        session.console.data(program.help());
    }
    catch (CLI::CallForAllHelp const&) {
        session.console.data(program.help("", CLI::AppFormatMode::All));
    }
    catch (CLI::CallForVersion const& version) {
        session.console.data(version.what());
    }
    catch (CLI::ParseError const& error) {
        session.console.error(usage_message(program, error));
        return ExitCode::usage;
    }
    return ExitCode::done;
}

/// The command as a shell would take it back.
std::string typed(std::vector<std::string> const& arguments)
{
    std::string line = "stampede";
    for (std::string const& argument : arguments) {
        constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+./=:,@%";
        if (!argument.empty() && argument.find_first_not_of(plain) == std::string::npos) {
            line += ' ' + argument;
            continue;
        }
        std::string quoted;
        for (char const letter : argument)
            quoted += letter == '\'' ? std::string{"'\\''"} : std::string{letter};
        line += " '" + quoted + "'";
    }
    return line;
}

ExitCode run(std::vector<std::string> const& arguments, Session& session)
{
    auto const end_with = [&](ExitCode code, std::string const& message) {
        session.console.error(message);
        return code;
    };
    try {
        return parse_and_run(arguments, session);
    }
    catch (InputError const& error) {
        return end_with(ExitCode::usage, error.what());
    }
    catch (OutputError const& error) {
        return end_with(ExitCode::output, error.what());
    }
    catch (BrokenInvariant const& error) {
        return end_with(ExitCode::broken, fmt::format("the model broke a rule of its own: {}\n"
                                                      "This is a fault of Stampede, not of the experiment; please "
                                                      "report it with these lines.",
                                                      error.what()));
    }
    catch (Interrupted const& stop) {
        return end_with(ExitCode::interrupted, stop.what());
    }
    catch (std::bad_alloc const&) {
        return end_with(ExitCode::failed, "not enough memory for this experiment; fewer agents or threads need less");
    }
    catch (std::exception const& error) {
        return end_with(ExitCode::failed, error.what());
    }
}

}  // namespace

int run_command_line(std::vector<std::string> const& arguments, Console& console)
{
    Session session{console, typed(arguments)};
    return static_cast<int>(run(arguments, session));
}

}  // namespace stampede
