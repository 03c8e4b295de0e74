#include "experiments/series_parting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <vector>

namespace stampede {

namespace {

constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

/// Labels of an axis, in order.
using Labels = std::vector<std::string>;

Labels labels_of(Contents const& results, std::string const& scale)
{
    Labels labels;
    std::visit(
        [&](auto const& values) {
            for (auto const& value : values)
                labels.push_back(fmt::format("{}", value));
        },
        results.at(scale).values);
    return labels;
}

/// Where each label of the first stands in the second; `nowhere` if it has none.
std::vector<std::size_t> places_in(Labels const& first, Labels const& second)
{
    std::unordered_map<std::string_view, std::size_t> there;
    for (std::size_t i = 0; i < second.size(); ++i)
        there.emplace(second[i], i);
    std::vector<std::size_t> places;
    for (std::string const& label : first) {
        auto const found = there.find(label);
        places.push_back(found == there.end() ? nowhere : found->second);
    }
    return places;
}

/// A dataset in two results whose axes are the same, though perhaps not their labels.
class Pair {
  public:
    Pair(std::string path, Contents const& first, Contents const& second)
        : path_{std::move(path)}, first_{first.at(path_)}, second_{second.at(path_)}
    {
        for (std::size_t axis = 1; axis < first_.axes.size(); ++axis) {
            std::string const scale = join(parent_of(path_), first_.axes[axis]);
            labels_.push_back(labels_of(first, scale));
            places_.push_back(places_in(labels_.back(), labels_of(second, scale)));
        }
    }

    /// Calls tell(step, text) for the first element that both have and that differs, in the order of the first.
    template <class Tell>
    void first_difference(Tell const& tell) const
    {
        std::visit(
            [&]<class T>(std::vector<T> const& one) {
                auto const& other = std::get<std::vector<T>>(second_.values);
                for (std::size_t i = 0; i < one.size(); ++i) {
                    std::size_t const there = place_of(i);
                    if (there == nowhere || same(one[i], other[there]))
                        continue;
                    tell(std::stoll(labels_[0][i / inner()]), told(i, one[i], other[there]));
                    return;
                }
            },
            first_.values);
    }

  private:
    template <class T>
    static bool same(T const& a, T const& b)
    {
        if constexpr (std::is_floating_point_v<T>)
            return a == b || (a != a && b != b);
        else
            return a == b;
    }

    [[nodiscard]] std::size_t inner() const { return elements({first_.shape.begin() + 2, first_.shape.end()}); }

    /// Index in the second of an element of the first.
    [[nodiscard]] std::size_t place_of(std::size_t element) const
    {
        std::size_t place = 0, stride = 1;
        for (std::size_t axis = places_.size(); axis-- > 0;) {
            std::size_t const label = element % labels_[axis].size();
            element /= labels_[axis].size();
            if (places_[axis][label] == nowhere)
                return nowhere;
            place += stride * places_[axis][label];
            stride *= second_.shape[axis + 1];
        }
        return place;
    }

    template <class T>
    [[nodiscard]] std::string told(std::size_t element, T const& one, T const& other) const
    {
        std::string of;
        for (std::size_t axis = labels_.size(); axis-- > 1; element /= labels_[axis].size())
            of = labels_[axis][element % labels_[axis].size()] + (of.empty() ? "" : ", " + of);
        if constexpr (std::is_floating_point_v<T>)
            return fmt::format("{} of {}: {:.10g} and {:.10g}", path_, of, one, other);
        else
            return fmt::format("{} of {}: {} and {}", path_, of, one, other);
    }

    std::string path_;
    Dataset const& first_;
    Dataset const& second_;
    std::vector<Labels> labels_;                    ///< of the first, of every axis but the run
    std::vector<std::vector<std::size_t>> places_;  ///< of the same labels in the second
};

bool is_series(std::string const& path, Dataset const& dataset)
{
    return path.starts_with("/series/") && dataset.axes.size() >= 3 && dataset.axes[1] == "step";
}

bool comparable(Dataset const& first, Dataset const* second)
{
    return second != nullptr && first.axes == second->axes && type_of(first.values) == type_of(second->values);
}

/// Labels by the name of their axis.
using Lonely = std::map<std::string, std::set<std::string>>;

/// Labels of the series of `one` that the same axis of the same group does not have in `other`.
Lonely only_in(Contents const& one, Contents const& other)
{
    Lonely lonely;
    std::set<std::string> seen;
    for (auto const& [path, dataset] : one.datasets()) {
        if (!is_series(path, dataset) || !comparable(dataset, other.find(path)))
            continue;
        for (std::size_t axis = 1; axis < dataset.axes.size(); ++axis) {
            std::string const scale = join(parent_of(path), dataset.axes[axis]);
            if (!seen.insert(scale).second)
                continue;
            Labels const mine = labels_of(one, scale);
            std::vector<std::size_t> const places = places_in(mine, labels_of(other, scale));
            for (std::size_t i = 0; i < mine.size(); ++i)
                if (places[i] == nowhere)
                    lonely[dataset.axes[axis]].insert(mine[i]);
        }
    }
    return lonely;
}

/// "only the second has venue Other", one line an axis; steps are counted.
std::string told(Lonely const& lonely, std::string const& which)
{
    std::string text;
    for (auto const& [axis, labels] : lonely)
        text += axis == "step" ? fmt::format("only the {} has {} of its recorded steps\n", which, labels.size())
                               : fmt::format("only the {} has {} {}\n", which, axis, fmt::join(labels, ", "));
    return text;
}

}  // namespace

std::string series_parting(Contents const& first, Contents const& second)
{
    std::optional<std::int64_t> earliest;
    std::string what;
    for (auto const& [path, dataset] : first.datasets())
        if (is_series(path, dataset) && comparable(dataset, second.find(path)))
            Pair{path, first, second}.first_difference([&](std::int64_t step, std::string const& text) {
                if (!earliest || step < *earliest) {
                    earliest = step;
                    what = text;
                }
            });
    return (earliest ? fmt::format("first step in which a series differs: {}\n  {}\n", *earliest, what) : "") +
           told(only_in(first, second), "first") + told(only_in(second, first), "second");
}

}  // namespace stampede
