#include "experiments/console.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <nlohmann/json.hpp>

namespace stampede {

using nlohmann::json;

namespace {

std::string one_line(json const& members)
{
    return members.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace

Console Console::of_process()
{
    bool const terminal = isatty(STDERR_FILENO) == 1;
    char const* const no_colour = std::getenv("NO_COLOR");
    return {std::cout, std::cerr, terminal, terminal && (no_colour == nullptr || *no_colour == '\0')};
}

void Console::data(std::string_view text)
{
    data_ << text;
    if (text.empty() || text.back() != '\n')
        data_ << '\n';
    data_.flush();
}

void Console::note(std::string_view text)
{
    if (!quiet_)
        message("note", text);
}

void Console::warning(std::string_view text)
{
    if (!quiet_)
        message("warning", text);
}

void Console::error(std::string_view text)
{
    message("error", text);
}

void Console::message(std::string_view level, std::string_view text)
{
    if (text.ends_with('\n'))
        text.remove_suffix(1);
    if (style_ == LogStyle::json_lines)
        messages_ << one_line({{"level", level}, {"message", text}});
    else if (level == "note")
        messages_ << text << '\n';
    else
        messages_ << (colours_ ? fmt::format("\033[1;31m{}:\033[0m ", level) : fmt::format("{}: ", level)) << text
                  << '\n';
    messages_.flush();
}

void Console::progress_line(std::string_view task, std::int64_t done, std::int64_t total)
{
    if (style_ == LogStyle::json_lines && !quiet_)
        messages_ << one_line({{"level", "progress"}, {"task", task}, {"done", done}, {"total", total}}) << std::flush;
}

void Console::draw_bar(std::string_view line)
{
    constexpr std::string_view clear_line = "\r\033[K";
    messages_ << clear_line << line << std::flush;
}

}  // namespace stampede
