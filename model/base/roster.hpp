#pragma once
// Names become things in one list per family.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/fields.hpp"

namespace stampede {

/// The list of everything that can stand for a `Base`; the first entry is the default.
template <class Base>
class Roster {
  public:
    struct Entry {
        std::string_view name, meaning;
        std::unique_ptr<Base> (*make)();
    };

    Roster(std::string_view family, std::vector<Entry> entries) : family_{family}, entries_{std::move(entries)} {}

    [[nodiscard]] std::string_view family() const { return family_; }
    [[nodiscard]] std::vector<Entry> const& entries() const { return entries_; }
    [[nodiscard]] Entry const* find(std::string_view name) const
    {
        for (Entry const& entry : entries_)
            if (entry.name == name)
                return &entry;
        return nullptr;
    }

  private:
    std::string_view family_;
    std::vector<Entry> entries_;
};

/// A roster line of a family: `entry<WithdrawalLimit, DailyShare>("daily_share", "...")`.
template <class Base, class T>
typename Roster<Base>::Entry entry(std::string_view name, std::string_view meaning)
{
    return {name, meaning, [] { return std::unique_ptr<Base>{std::make_unique<T>()}; }};
}

/// The roster of a family; each family defines this once beside its list.
template <class Base>
Roster<Base> const& roster();

/// One member of a family, chosen by name; starts as the roster's first. `Base` has `visit(FieldVisitor&)`.
template <class Base>
class Choice final : public ChoiceSlot {
  public:
    Choice() { choose(roster<Base>().entries().front().name); }

    [[nodiscard]] std::string_view family() const override { return roster<Base>().family(); }
    [[nodiscard]] std::string_view kind() const override { return kind_; }
    [[nodiscard]] std::vector<RosterLine> kinds() const override
    {
        std::vector<RosterLine> lines;
        for (auto const& entry : roster<Base>().entries())
            lines.push_back({entry.name, entry.meaning});
        return lines;
    }
    bool choose(std::string_view kind) override
    {
        auto const* const found = roster<Base>().find(kind);
        if (found == nullptr)
            return false;
        kind_ = found->name;
        rule_ = found->make();
        return true;
    }
    void visit(FieldVisitor& field) override { rule_->visit(field); }

    Base& operator*() { return *rule_; }
    Base* operator->() { return rule_.get(); }
    Base const& operator*() const { return *rule_; }
    Base const* operator->() const { return rule_.get(); }
    /// Hands the rule over, e.g. a population to the simulation; the choice is empty afterwards.
    std::unique_ptr<Base> take() { return std::move(rule_); }

  private:
    std::string kind_;
    std::unique_ptr<Base> rule_;
};

}  // namespace stampede
