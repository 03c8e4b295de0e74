#pragma once
// What one file holds, in memory: named datasets with axes, and groups with attributes. Knows no file format.

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace stampede {

/// Element type of a dataset, in the order of the alternatives of `Values`.
enum class Type : std::size_t { int8, uint8, int16, uint16, int32, uint32, int64, uint64, float32, float64, text };

/// The elements of a dataset, row-major (last axis fastest).
using Values = std::variant<std::vector<std::int8_t>, std::vector<std::uint8_t>, std::vector<std::int16_t>,
                            std::vector<std::uint16_t>, std::vector<std::int32_t>, std::vector<std::uint32_t>,
                            std::vector<std::int64_t>, std::vector<std::uint64_t>, std::vector<float>,
                            std::vector<double>, std::vector<std::string>>;

/// What is said of a dataset or group, in order; a value of one element is kept as a scalar.
using Attributes = std::vector<std::pair<std::string, Values>>;

/// One array. Without axes (checkpoints) it has a shape but no dimension scales.
struct Dataset {
    Values values;
    std::vector<std::size_t> shape;
    std::vector<std::string> axes;  ///< one name per dimension; each names a 1-D dataset of the same group
    Attributes attributes;
};

/// The value of an attribute.
template <class T>
[[nodiscard]] Values one(T value)
{
    return std::vector<T>{std::move(value)};
}
[[nodiscard]] inline Values one(char const* text)
{
    return std::vector<std::string>{text};
}
[[nodiscard]] Type type_of(Values const& values);
/// "int8" ... "uint64", "float32", "float64", "text".
[[nodiscard]] std::string_view name_of(Type type);
/// No elements, of the type asked for.
[[nodiscard]] Values empty_values(Type type);
[[nodiscard]] std::size_t size(Values const& values);
/// Number of elements of a shape [1].
[[nodiscard]] std::size_t elements(std::vector<std::size_t> const& shape);
/// The attribute of this name, or null.
[[nodiscard]] Values const* find(Attributes const& attributes, std::string_view name);
/// The attribute as text, or "" if it is missing or no text.
[[nodiscard]] std::string text_of(Attributes const& attributes, std::string_view name);

/// What an element holds that was never written: NaN, "", and for integers the fill values of netCDF, which no
/// count or amount takes.
template <class T>
[[nodiscard]] T fill_value()
{
    if constexpr (std::is_floating_point_v<T>)
        return std::numeric_limits<T>::quiet_NaN();
    else if constexpr (std::is_same_v<T, std::string>)
        return {};
    else if constexpr (sizeof(T) == 8)
        return std::is_signed_v<T> ? static_cast<T>(-9223372036854775806) : static_cast<T>(18446744073709551614U);
    else
        return std::is_signed_v<T> ? static_cast<T>(std::numeric_limits<T>::min() + 1) : std::numeric_limits<T>::max();
}

/// How a dataset is cut for storage: one run, up to 1024 steps, everything else whole; tables in blocks of rows.
/// @return empty for what is better stored in one piece (small, text, or without axes)
[[nodiscard]] std::vector<std::size_t> chunk_shape(Dataset const& dataset);

/// Datasets by path in the order they were added, and attributes by group.
class Contents {
  public:
    using Entry = std::pair<std::string, Dataset>;

    /// @param path  absolute, e.g. "/series/venue/claims_usd"
    /// @throws BrokenInvariant if the path is taken, or the shape does not match the number of elements
    void add(std::string path, Dataset dataset);
    [[nodiscard]] std::vector<Entry> const& datasets() const { return datasets_; }
    [[nodiscard]] Dataset const* find(std::string_view path) const;
    /// @throws BrokenInvariant if there is no such dataset
    [[nodiscard]] Dataset const& at(std::string_view path) const;
    /// The elements, of a type known to the caller.
    template <class T>
    [[nodiscard]] std::vector<T> const& values(std::string_view path) const
    {
        return std::get<std::vector<T>>(at(path).values);
    }

    /// Groups that carry attributes, in the order they were first named; "/" is the root.
    [[nodiscard]] std::vector<std::pair<std::string, Attributes>> const& groups() const { return groups_; }
    /// Attributes of a group, which is made if it is new.
    Attributes& attributes(std::string_view group);
    /// Attributes of a group; none if it is not there.
    [[nodiscard]] Attributes attributes_of(std::string_view group) const;

  private:
    std::vector<Entry> datasets_;
    std::map<std::string, std::size_t, std::less<>> index_;
    std::vector<std::pair<std::string, Attributes>> groups_;
};

/// "/series/venue" of "/series/venue/claims_usd"; "/" of "/title".
[[nodiscard]] std::string parent_of(std::string_view path);
/// "claims_usd" of "/series/venue/claims_usd".
[[nodiscard]] std::string leaf_of(std::string_view path);
/// "/" + "a" = "/a", "/a" + "b" = "/a/b".
[[nodiscard]] std::string join(std::string_view group, std::string_view name);

}  // namespace stampede
