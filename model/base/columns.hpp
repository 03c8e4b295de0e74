#pragma once
// Structure of arrays, declared once: the same declaration serves checkpoint, snapshot and tests.

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "model/base/id.hpp"
#include "model/base/quantity.hpp"

namespace stampede {

template <class T>
using Column = std::vector<T>;

/// The number type that a column of `T` is stored as.
template <class T>
struct StoredAs {
    using type = T;
};
template <class Tag, class Rep>
struct StoredAs<Quantity<Tag, Rep>> {
    using type = Rep;
};
template <class Tag, class Rep>
struct StoredAs<Id<Tag, Rep>> {
    using type = Rep;
};
template <class T>
requires std::is_enum_v<T>
struct StoredAs<T> {
    using type = std::underlying_type_t<T>;
};

/// Visits all state. Groups nest by name; a row type lists its members itself (`static void members(auto&&)`).
class ColumnVisitor {
  public:
    virtual ~ColumnVisitor() = default;

    /// A column of numbers, quantities, ids or enumerators.
    template <class T>
    requires(std::is_arithmetic_v<typename StoredAs<T>::type> && !std::same_as<T, bool>) void operator()(
        std::string_view name, Column<T>& column, std::string_view unit = "1")
    {
        using Stored = typename StoredAs<T>::type;
        static_assert(sizeof(T) == sizeof(Stored) && std::is_trivially_copyable_v<T>);
        std::size_t const old = column.size();
        std::size_t const size = resized(name, old);
        if (size != old)
            column.resize(size);
        numbers(name, reinterpret_cast<Stored*>(column.data()), column.size(), unit);
    }
    /// A column of rows that list their members; stored as one column per member.
    template <class T>
    requires requires
    {
        T::members([](auto...) {});
    }
    void operator()(std::string_view name, Column<T>& rows)
    {
        enter(name);
        std::size_t const size = resized("rows", rows.size());
        if (size != rows.size())
            rows.resize(size);
        T::members([&](std::string_view member, auto pointer) {
            using Member = std::remove_reference_t<decltype(rows.front().*pointer)>;
            Column<Member> values(rows.size());
            for (std::size_t i = 0; i < rows.size(); ++i)
                values[i] = rows[i].*pointer;
            (*this)(member, values);
            for (std::size_t i = 0; i < rows.size(); ++i)
                rows[i].*pointer = values[i];
        });
        leave();
    }
    /// A column of columns (one per venue, say).
    template <class T>
    void operator()(std::string_view name, Column<Column<T>>& table)
    {
        enter(name);
        std::size_t const size = resized("columns", table.size());
        if (size != table.size())
            table.resize(size);
        for (std::size_t i = 0; i < table.size(); ++i)
            (*this)(std::to_string(i), table[i]);
        leave();
    }
    /// A single number, kept as a column of one.
    template <class T>
    requires(std::is_arithmetic_v<typename StoredAs<T>::type>) void scalar(std::string_view name, T& value)
    {
        using Stored = std::conditional_t<std::same_as<T, bool>, std::uint8_t, T>;
        Column<Stored> one{static_cast<Stored>(value)};
        (*this)(name, one);
        value = static_cast<T>(one.at(0));
    }
    /// Everything a thing declares by `columns(ColumnVisitor&)`, under a name of its own.
    template <class T>
    void group(std::string_view name, T& thing)
    {
        enter(name);
        thing.columns(*this);
        leave();
    }
    virtual void enter(std::string_view group) = 0;
    virtual void leave() = 0;

  protected:
    /// Size the column shall have: its present one when saving, the stored one when loading.
    virtual std::size_t resized(std::string_view name, std::size_t present) = 0;
    virtual void numbers(std::string_view name, std::int8_t*, std::size_t, std::string_view unit) = 0;
    virtual void numbers(std::string_view name, std::uint8_t*, std::size_t, std::string_view unit) = 0;
    virtual void numbers(std::string_view name, std::int16_t*, std::size_t, std::string_view unit) = 0;
    virtual void numbers(std::string_view name, std::uint16_t*, std::size_t, std::string_view unit) = 0;
    virtual void numbers(std::string_view name, std::int32_t*, std::size_t, std::string_view unit) = 0;
    virtual void numbers(std::string_view name, std::uint32_t*, std::size_t, std::string_view unit) = 0;
    virtual void numbers(std::string_view name, std::int64_t*, std::size_t, std::string_view unit) = 0;
    virtual void numbers(std::string_view name, std::uint64_t*, std::size_t, std::string_view unit) = 0;
    virtual void numbers(std::string_view name, float*, std::size_t, std::string_view unit) = 0;
    virtual void numbers(std::string_view name, double*, std::size_t, std::string_view unit) = 0;
};

}  // namespace stampede
