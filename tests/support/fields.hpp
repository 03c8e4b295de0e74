#pragma once
// Reads and sets declared parameters by name, as the JSON reader would, for tests of one part alone.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/check.hpp"
#include "model/base/distribution.hpp"
#include "model/base/fields.hpp"
#include "model/base/roster.hpp"

namespace stampede::testing {

/// One declared parameter as it was seen in a visit; groups and choices put their name and a slash before.
struct SeenField {
    std::string path, value, unit, meaning;
    Range range;
    std::vector<double> numbers;  ///< all numbers of the value, to be held against the range
    bool operator==(SeenField const& other) const { return path == other.path && value == other.value; }
};

/// Everything a thing declares, in its order.
class FieldList final : public FieldVisitor {
  public:
    [[nodiscard]] std::vector<SeenField> const& seen() const { return seen_; }

  protected:
    void number(Field const&, double&) override;
    void integer(Field const&, std::int64_t&) override;
    void flag(Field const&, bool&) override;
    void text(Field const&, std::string&) override;
    void numbers(Field const&, std::vector<double>&) override;
    void texts(Field const&, std::vector<std::string>&) override;
    void duration(Field const&, Duration&) override;
    void distribution(Field const&, Distribution&) override;
    void named(Field const&, RefersTo, std::string&) override;
    void named_list(Field const&, RefersTo, std::vector<std::string>&) override;
    void named_numbers(Field const&, RefersTo, std::map<std::string, double>&) override;
    void one_of(Field const&, std::vector<std::string_view> const&, std::size_t&) override;
    void choice(Field const&, ChoiceSlot&) override;
    void group(Field const&, GroupSlot&) override;
    void table(Field const&, TableSlot&) override;

  private:
    void note(Field const& field, std::string value, std::vector<double> numbers = {});

    std::string prefix_;
    std::vector<SeenField> seen_;
};

template <class T>
[[nodiscard]] std::vector<SeenField> fields_of(T& thing)
{
    FieldList list;
    thing.visit(list);
    return list.seen();
}

/// Sets numbers (durations in seconds, flags as 0 or 1, distributions as constants), texts and choices by name.
class FieldSetter final : public FieldVisitor {
  public:
    FieldSetter(std::map<std::string, double> numbers, std::map<std::string, std::string> texts)
        : numbers_{std::move(numbers)}, texts_{std::move(texts)}
    {
    }
    /// Names that were given and not asked for.
    [[nodiscard]] std::vector<std::string> left() const;

  protected:
    void number(Field const&, double&) override;
    void integer(Field const&, std::int64_t&) override;
    void flag(Field const&, bool&) override;
    void text(Field const&, std::string&) override;
    void numbers(Field const&, std::vector<double>&) override {}
    void texts(Field const&, std::vector<std::string>&) override {}
    void duration(Field const&, Duration&) override;
    void distribution(Field const&, Distribution&) override;
    void named(Field const&, RefersTo, std::string&) override;
    void named_list(Field const&, RefersTo, std::vector<std::string>&) override {}
    void named_numbers(Field const&, RefersTo, std::map<std::string, double>&) override {}
    void one_of(Field const&, std::vector<std::string_view> const&, std::size_t&) override;
    void choice(Field const&, ChoiceSlot&) override;
    void group(Field const&, GroupSlot&) override;
    void table(Field const&, TableSlot&) override {}

  private:
    double const* take_number(std::string_view name);
    std::string const* take_text(std::string_view name);

    std::map<std::string, double> numbers_;
    std::map<std::string, std::string> texts_;
    std::vector<std::string> taken_;
};

/// @throws BrokenInvariant if a name is not declared
template <class T>
void set(T& thing, std::map<std::string, double> numbers, std::map<std::string, std::string> texts = {})
{
    FieldSetter setter{std::move(numbers), std::move(texts)};
    thing.visit(setter);
    ensure(setter.left().empty(), "test sets an unknown parameter " + (setter.left().empty() ? "" : setter.left()[0]));
}

/// A rule of a family by name with some of its parameters set.
template <class Base>
[[nodiscard]] std::unique_ptr<Base> made(std::string_view kind, std::map<std::string, double> numbers = {},
                                         std::map<std::string, std::string> texts = {})
{
    auto const* const entry = roster<Base>().find(kind);
    ensure(entry != nullptr, "test asks for an unknown kind " + std::string{kind});
    std::unique_ptr<Base> thing = entry->make();
    set(*thing, std::move(numbers), std::move(texts));
    return thing;
}

}  // namespace stampede::testing
