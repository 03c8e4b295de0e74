#include "output/contents.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <numeric>

#include "model/base/check.hpp"

namespace stampede {

namespace {

constexpr std::size_t steps_per_chunk = 1024;
constexpr std::size_t rows_per_chunk = 65536;
/// Below this a chunk index and a filter cost more than they save [bytes].
constexpr std::size_t small = 4096;

template <std::size_t... alternative>
Values values_of_index(std::size_t index, std::index_sequence<alternative...>)
{
    using Make = Values (*)();
    static constexpr std::array<Make, sizeof...(alternative)> make{
        [] { return Values{std::in_place_index<alternative>}; }...};
    return make.at(index)();
}

}  // namespace

Type type_of(Values const& values)
{
    return static_cast<Type>(values.index());
}

std::string_view name_of(Type type)
{
    static constexpr std::array<std::string_view, 11> names{"int8",  "uint8",  "int16",   "uint16",  "int32", "uint32",
                                                            "int64", "uint64", "float32", "float64", "text"};
    return names.at(static_cast<std::size_t>(type));
}

Values empty_values(Type type)
{
    return values_of_index(static_cast<std::size_t>(type), std::make_index_sequence<std::variant_size_v<Values>>{});
}

std::size_t size(Values const& values)
{
    return std::visit([](auto const& elements) { return elements.size(); }, values);
}

std::size_t elements(std::vector<std::size_t> const& shape)
{
    return std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>{});
}

Values const* find(Attributes const& attributes, std::string_view name)
{
    for (auto const& [key, value] : attributes)
        if (key == name)
            return &value;
    return nullptr;
}

std::string text_of(Attributes const& attributes, std::string_view name)
{
    Values const* const found = find(attributes, name);
    auto const* const texts = found == nullptr ? nullptr : std::get_if<std::vector<std::string>>(found);
    return texts == nullptr || texts->empty() ? std::string{} : texts->front();
}

std::vector<std::size_t> chunk_shape(Dataset const& dataset)
{
    std::size_t const element = std::visit([](auto const& all) { return sizeof all[0]; }, dataset.values);
    if (dataset.axes.empty() || type_of(dataset.values) == Type::text || elements(dataset.shape) * element < small)
        return {};
    std::vector<std::size_t> chunk = dataset.shape;
    for (std::size_t i = 0; i < chunk.size(); ++i) {
        if (dataset.axes[i] == "run" && chunk.size() > 1)
            chunk[i] = 1;
        else if (dataset.axes[i] == "step")
            chunk[i] = std::min(chunk[i], steps_per_chunk);
        else if (chunk.size() == 1)
            chunk[i] = std::min(chunk[i], rows_per_chunk);
    }
    return chunk;
}

void Contents::add(std::string path, Dataset dataset)
{
    ensure(size(dataset.values) == elements(dataset.shape), "shape and number of elements differ in " + path);
    ensure(dataset.axes.empty() || dataset.axes.size() == dataset.shape.size(), "one axis per dimension: " + path);
    bool const fresh = index_.emplace(path, datasets_.size()).second;
    ensure(fresh, "two datasets named " + path);
    datasets_.emplace_back(std::move(path), std::move(dataset));
}

Dataset const* Contents::find(std::string_view path) const
{
    auto const found = index_.find(path);
    return found == index_.end() ? nullptr : &datasets_[found->second].second;
}

Dataset const& Contents::at(std::string_view path) const
{
    Dataset const* const found = find(path);
    ensure(found != nullptr, "no dataset named " + std::string{path});
    return *found;
}

Attributes& Contents::attributes(std::string_view group)
{
    for (auto& [path, attributes] : groups_)
        if (path == group)
            return attributes;
    return groups_.emplace_back(group, Attributes{}).second;
}

Attributes Contents::attributes_of(std::string_view group) const
{
    for (auto const& [path, attributes] : groups_)
        if (path == group)
            return attributes;
    return {};
}

std::string parent_of(std::string_view path)
{
    auto const slash = path.rfind('/');
    return std::string{slash == 0 ? "/" : path.substr(0, slash)};
}

std::string leaf_of(std::string_view path)
{
    return std::string{path.substr(path.rfind('/') + 1)};
}

std::string join(std::string_view group, std::string_view name)
{
    return (group == "/" ? std::string{} : std::string{group}) + '/' + std::string{name};
}

}  // namespace stampede
