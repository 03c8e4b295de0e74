#include "experiments/problems.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/base/check.hpp"

namespace stampede {

namespace {

// Longer places keep their reason on the same line but do not push the reasons of the others to the right.
constexpr std::size_t widest_place = 64;
constexpr std::size_t gap = 3;

std::string place(Problem const& problem)
{
    std::string const where = problem.where.empty() ? "/" : problem.where;
    return problem.value.empty() ? where : where + " = " + problem.value;
}

/// Columns that a UTF-8 text takes, one for every code point.
std::size_t width_of(std::string const& text)
{
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Points to at most three pages of the manual, in the order the problems came.
std::string further_reading(std::vector<Problem> const& problems)
{
    std::vector<std::string> topics;
    for (Problem const& problem : problems)
        if (!problem.topic.empty() && std::find(topics.begin(), topics.end(), problem.topic) == topics.end())
            topics.push_back(problem.topic);
    topics.resize(std::min<std::size_t>(topics.size(), 3));
    std::string pages;
    for (std::string const& topic : topics)
        pages += fmt::format("{}\"stampede describe {}\"", pages.empty() ? "" : ", ", topic);
    return fmt::format("See {} for every name, unit, range and default.",
                       pages.empty() ? "\"stampede describe\"" : pages);
}

}  // namespace

bool Problems::knows(Problem const& problem) const
{
    return std::any_of(all_.begin(), all_.end(), [&](Problem const& old) {
        return old.where == problem.where && old.value == problem.value && old.text == problem.text;
    });
}

void Problems::add(Problem problem)
{
    if (!knows(problem))
        all_.push_back(std::move(problem));
}

std::string Problems::message() const
{
    std::string lines =
        fmt::format("{}: {} problem{}, nothing was run\n", subject_, all_.size(), all_.size() == 1 ? "" : "s");
    std::size_t width = 0;
    for (Problem const& problem : all_)
        if (std::size_t const length = width_of(place(problem)); length <= widest_place)
            width = std::max(width, length);
    for (Problem const& problem : all_) {
        std::string const left = place(problem);
        std::size_t const padding = gap + width - std::min(width, width_of(left));
        lines += fmt::format("  {}{:{}}{}\n", left, "", padding, problem.text);
    }
    return lines + further_reading(all_);
}

void Problems::stop_if_any() const
{
    if (!none())
        throw InputError{message()};
}

}  // namespace stampede
