#include "output/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <type_traits>

namespace stampede {

namespace {

template <class T>
bool same(T const& a, T const& b)
{
    if constexpr (std::is_floating_point_v<T>)
        return std::memcmp(&a, &b, sizeof a) == 0 || (a != a && b != b);
    else
        return a == b;
}

template <class T>
std::string printed(T const& value)
{
    if constexpr (std::is_same_v<T, std::string>)
        return '"' + value + '"';
    else
        return fmt::format("{}", value);
}

/// Indices of an element, e.g. "(0, 1, 2)".
std::string position(std::size_t element, std::vector<std::size_t> const& shape)
{
    std::vector<std::size_t> indices(shape.size());
    for (std::size_t i = shape.size(); i-- > 0;) {
        indices[i] = element % shape[i];
        element /= shape[i];
    }
    return fmt::format("({})", fmt::join(indices, ", "));
}

/// What differs between values of the same type and shape; "" if nothing does.
std::string difference(Values const& first, Values const& second, std::vector<std::size_t> const& shape)
{
    return std::visit(
        [&]<class T>(std::vector<T> const& a) -> std::string {
            auto const& b = std::get<std::vector<T>>(second);
            std::size_t unequal = 0;
            std::size_t where = 0;
            for (std::size_t i = a.size(); i-- > 0;)
                if (!same<T>(a[i], b[i])) {
                    ++unequal;
                    where = i;
                }
            if (unequal == 0)
                return {};
            return fmt::format("{} of {} values differ, first at {}: {} and {}", unequal, a.size(),
                               position(where, shape), printed<T>(a[where]), printed<T>(b[where]));
        },
        first);
}

void compare_attributes(std::string const& path, Attributes const& first, Attributes const& second,
                        std::vector<Difference>& found)
{
    for (auto const& [name, value] : first) {
        Values const* const other = find(second, name);
        if (other == nullptr)
            found.push_back({path + '@' + name, "only in the first"});
        else if (type_of(value) != type_of(*other) || size(value) != size(*other))
            found.push_back({path + '@' + name, "type or length differ"});
        else if (std::string const what = difference(value, *other, {size(value)}); !what.empty())
            found.push_back({path + '@' + name, what});
    }
    for (auto const& [name, value] : second)
        if (find(first, name) == nullptr)
            found.push_back({path + '@' + name, "only in the second"});
}

bool contains(std::vector<std::string> const& paths, std::string const& path)
{
    return std::find(paths.begin(), paths.end(), path) != paths.end();
}

}  // namespace

Comparand::Comparand(Contents const& contents)
    : read_{[&contents](std::string const& path) { return contents.at(path); }}
{
    for (auto const& [path, dataset] : contents.datasets())
        paths_.push_back(path);
}

Comparand::Comparand(ContentsFile const& file)
    : paths_{file.datasets()}, read_{[&file](std::string const& path) { return file.read(path); }}
{
}

std::vector<Difference> differences(std::string const& path, Dataset const& first, Dataset const& second)
{
    std::vector<Difference> found;
    if (type_of(first.values) != type_of(second.values))
        found.push_back(
            {path, fmt::format("type {} and {}", name_of(type_of(first.values)), name_of(type_of(second.values)))});
    else if (first.shape != second.shape)
        found.push_back(
            {path, fmt::format("shape ({}) and ({})", fmt::join(first.shape, ", "), fmt::join(second.shape, ", "))});
    else if (std::string const what = difference(first.values, second.values, first.shape); !what.empty())
        found.push_back({path, what});
    if (first.axes != second.axes)
        found.push_back(
            {path, fmt::format("axes ({}) and ({})", fmt::join(first.axes, ", "), fmt::join(second.axes, ", "))});
    compare_attributes(path, first.attributes, second.attributes, found);
    return found;
}

std::vector<Difference> differences(Comparand const& first, Comparand const& second)
{
    std::vector<Difference> found;
    for (std::string const& path : first.paths())
        if (contains(second.paths(), path))
            for (Difference& each : differences(path, first.read(path), second.read(path)))
                found.push_back(std::move(each));
        else
            found.push_back({path, "only in the first"});
    for (std::string const& path : second.paths())
        if (!contains(first.paths(), path))
            found.push_back({path, "only in the second"});
    return found;
}

}  // namespace stampede
