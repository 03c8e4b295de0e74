#include "experiments/references.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "experiments/field_text.hpp"
#include "experiments/suggestion.hpp"
#include "model/base/check.hpp"

namespace stampede {

void References::use(RefersTo what, std::string name, Problem place)
{
    uses_.push_back({what, std::move(name), std::move(place)});
}

void References::declare(RefersTo what, std::vector<std::string> const& names)
{
    declared_[what] = names;
}

void References::check(InputFiles& files, Problems& problems) const
{
    for (Use const& use : uses_)
        if (std::string text = complaint(use, files); !text.empty()) {
            Problem problem = use.place;
            problem.text = std::move(text);
            problems.add(std::move(problem));
        }
}

std::string References::complaint(Use const& use, InputFiles& files) const
{
    if (use.what != RefersTo::file)
        return unknown(use.what, use.name);
    try {
        static_cast<void>(files.contents(use.name));
        return "";
    }
    catch (InputError const& error) {
        return error.what();
    }
}

std::string References::unknown(RefersTo what, std::string_view name) const
{
    auto const found = declared_.find(what);
    std::vector<std::string_view> known;
    if (found != declared_.end())
        known.assign(found->second.begin(), found->second.end());
    if (std::find(known.begin(), known.end(), name) != known.end())
        return "";
    if (known.empty())
        return fmt::format("there is no such {}; none is declared", thing_name(what));
    return fmt::format("there is no such {}; {}", thing_name(what), advice(name, known));
}

}  // namespace stampede
