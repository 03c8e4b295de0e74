#pragma once
// A parameter is declared once; reader, writer, `describe`, JSON Schema and round-trip test all visit it.

#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/quantity.hpp"

namespace stampede {

class Distribution;
class FieldVisitor;

/// Allowed values, both ends included.
struct Range {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
};
inline constexpr Range positive{0x1p-1022, std::numeric_limits<double>::infinity()};
inline constexpr Range not_negative{0, std::numeric_limits<double>::infinity()};
inline constexpr Range unit_interval{0, 1};

/// What is said of a parameter besides its value.
struct Field {
    std::string_view name;
    Range range;
    std::string_view unit;  ///< "1" for a pure number, "" for text
    std::string_view meaning;
};

/// What a text names, so that a misspelt name is found with the place where it stands.
enum class RefersTo { asset, institution, market, pool, protocol, population, venue_asset, file };

/// A line of a roster: a name and what it does.
struct RosterLine {
    std::string_view name, meaning;
};

/// A rule chosen by name ("kind") that brings parameters of its own.
class ChoiceSlot {
  public:
    virtual ~ChoiceSlot() = default;
    [[nodiscard]] virtual std::string_view family() const = 0;
    [[nodiscard]] virtual std::string_view kind() const = 0;
    [[nodiscard]] virtual std::vector<RosterLine> kinds() const = 0;
    /// Takes the rule `kind` with its defaults; false if the roster has no such name.
    virtual bool choose(std::string_view kind) = 0;
    virtual void visit(FieldVisitor& field) = 0;
};

/// A nested object.
class GroupSlot {
  public:
    virtual ~GroupSlot() = default;
    virtual void visit(FieldVisitor& field) = 0;
};

/// An object keyed by name with one group or choice behind each name.
class TableSlot {
  public:
    virtual ~TableSlot() = default;
    [[nodiscard]] virtual std::vector<std::string> names() const = 0;
    /// Adds an entry with its defaults, or finds the one there.
    virtual void add(std::string const& name) = 0;
    virtual void visit_entry(std::string const& name, FieldVisitor& field) = 0;
    /// An entry of the kind this table holds, for documentation.
    virtual void visit_example(FieldVisitor& field) = 0;
};

template <class T>
concept HasFields = requires(T& value, FieldVisitor& field)
{
    value.visit(field);
};

/// Visits every parameter of a thing. The public calls are what a `visit` function writes; the protected ones
/// are what a visitor implements.
class FieldVisitor {
  public:
    virtual ~FieldVisitor() = default;

    template <class Tag>
    void operator()(std::string_view name, Quantity<Tag, double>& value, Range range, std::string_view unit,
                    std::string_view meaning)
    {
        double plain = value.value();
        number({name, range, unit, meaning}, plain);
        value = Quantity<Tag, double>{plain};
    }
    /// A span of time: seconds, or a text such as "90s", "10min", "6h", "2d".
    void operator()(std::string_view name, Duration& value, Range range, std::string_view meaning)
    {
        duration({name, range, "s", meaning}, value);
    }
    void operator()(std::string_view name, double& value, Range range, std::string_view unit, std::string_view meaning)
    {
        number({name, range, unit, meaning}, value);
    }
    void operator()(std::string_view name, std::int64_t& value, Range range, std::string_view unit,
                    std::string_view meaning)
    {
        integer({name, range, unit, meaning}, value);
    }
    void operator()(std::string_view name, bool& value, std::string_view meaning)
    {
        flag({name, {}, "", meaning}, value);
    }
    void operator()(std::string_view name, std::string& value, std::string_view meaning)
    {
        text({name, {}, "", meaning}, value);
    }
    void operator()(std::string_view name, std::vector<double>& value, Range range, std::string_view unit,
                    std::string_view meaning)
    {
        numbers({name, range, unit, meaning}, value);
    }
    void operator()(std::string_view name, std::vector<std::string>& value, std::string_view meaning)
    {
        texts({name, {}, "", meaning}, value);
    }
    void operator()(std::string_view name, Distribution& value, Range range, std::string_view unit,
                    std::string_view meaning)
    {
        distribution({name, range, unit, meaning}, value);
    }
    /// Name of something declared elsewhere in the experiment; "" means none.
    void reference(std::string_view name, std::string& value, RefersTo what, std::string_view meaning)
    {
        named({name, {}, "", meaning}, what, value);
    }
    void references(std::string_view name, std::vector<std::string>& value, RefersTo what, std::string_view meaning)
    {
        named_list({name, {}, "", meaning}, what, value);
    }
    /// Numbers keyed by the names of things declared elsewhere, e.g. claims by asset.
    void amounts(std::string_view name, std::map<std::string, double>& value, RefersTo what, Range range,
                 std::string_view unit, std::string_view meaning)
    {
        named_numbers({name, range, unit, meaning}, what, value);
    }
    /// One of a few names; the names are listed in the order of the enumerators.
    template <class Enum>
    void pick(std::string_view name, Enum& value, std::vector<std::string_view> const& names, std::string_view meaning)
    {
        auto index = static_cast<std::size_t>(value);
        one_of({name, {}, "", meaning}, names, index);
        value = static_cast<Enum>(index);
    }
    template <std::derived_from<ChoiceSlot> Slot>
    void operator()(std::string_view name, Slot& value, std::string_view meaning)
    {
        choice({name, {}, "", meaning}, value);
    }
    template <HasFields T>
    requires(!std::derived_from<T, ChoiceSlot>) void operator()(std::string_view name, T& value,
                                                                std::string_view meaning)
    {
        struct Group final : GroupSlot {
            explicit Group(T& held) : held_{held} {}
            void visit(FieldVisitor& field) override { held_.visit(field); }
            T& held_;
        } slot{value};
        group({name, {}, "", meaning}, slot);
    }
    template <class T>
    void operator()(std::string_view name, std::map<std::string, T>& value, std::string_view meaning)
    {
        struct Table final : TableSlot {
            explicit Table(std::map<std::string, T>& held) : held_{held} {}
            [[nodiscard]] std::vector<std::string> names() const override
            {
                std::vector<std::string> all;
                for (auto const& entry : held_)
                    all.push_back(entry.first);
                return all;
            }
            void add(std::string const& key) override { held_[key]; }
            void visit_entry(std::string const& key, FieldVisitor& field) override { field(key, held_.at(key), ""); }
            void visit_example(FieldVisitor& field) override
            {
                T example;
                field("NAME", example, "");
            }
            std::map<std::string, T>& held_;
        } slot{value};
        table({name, {}, "", meaning}, slot);
    }

  protected:
    virtual void number(Field const&, double&) = 0;
    virtual void integer(Field const&, std::int64_t&) = 0;
    virtual void flag(Field const&, bool&) = 0;
    virtual void text(Field const&, std::string&) = 0;
    virtual void numbers(Field const&, std::vector<double>&) = 0;
    virtual void texts(Field const&, std::vector<std::string>&) = 0;
    virtual void duration(Field const&, Duration&) = 0;
    virtual void distribution(Field const&, Distribution&) = 0;
    virtual void named(Field const&, RefersTo, std::string&) = 0;
    virtual void named_list(Field const&, RefersTo, std::vector<std::string>&) = 0;
    virtual void named_numbers(Field const&, RefersTo, std::map<std::string, double>&) = 0;
    virtual void one_of(Field const&, std::vector<std::string_view> const&, std::size_t&) = 0;
    virtual void choice(Field const&, ChoiceSlot&) = 0;
    virtual void group(Field const&, GroupSlot&) = 0;
    virtual void table(Field const&, TableSlot&) = 0;
};

}  // namespace stampede
