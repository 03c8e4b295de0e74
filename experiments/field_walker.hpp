#pragma once
// Goes through all fields of a thing and calls back where somebody listens.

#include <functional>
#include <string>

#include "model/base/distribution.hpp"
#include "model/base/fields.hpp"

namespace stampede {

class FieldWalker final : public FieldVisitor {
  public:
    /// What to do at the fields of one sort; an empty function means: nothing, or for a choice: walk on into it.
    struct Listeners {
        std::function<void(ChoiceSlot&, FieldVisitor&)> choice = {};
        std::function<void(Distribution&)> distribution = {};
        std::function<void(RefersTo, std::string&)> named = {};
        bool examples = false;  ///< walk into an example of each table instead of its entries
    };
    explicit FieldWalker(Listeners listeners) : listeners_{std::move(listeners)} {}

  protected:
    void number(Field const&, double&) override {}
    void integer(Field const&, std::int64_t&) override {}
    void flag(Field const&, bool&) override {}
    void text(Field const&, std::string&) override {}
    void numbers(Field const&, std::vector<double>&) override {}
    void texts(Field const&, std::vector<std::string>&) override {}
    void duration(Field const&, Duration&) override {}
    void distribution(Field const&, Distribution& value) override
    {
        if (listeners_.distribution)
            listeners_.distribution(value);
    }
    void named(Field const&, RefersTo what, std::string& value) override
    {
        if (listeners_.named)
            listeners_.named(what, value);
    }
    void named_list(Field const&, RefersTo what, std::vector<std::string>& value) override
    {
        if (listeners_.named)
            for (std::string& name : value)
                listeners_.named(what, name);
    }
    void named_numbers(Field const&, RefersTo, std::map<std::string, double>&) override {}
    void one_of(Field const&, std::vector<std::string_view> const&, std::size_t&) override {}
    void choice(Field const&, ChoiceSlot& slot) override
    {
        if (listeners_.choice)
            listeners_.choice(slot, *this);
        else
            slot.visit(*this);
    }
    void group(Field const&, GroupSlot& slot) override { slot.visit(*this); }
    void table(Field const&, TableSlot& slot) override
    {
        if (listeners_.examples)
            slot.visit_example(*this);
        else
            for (std::string const& name : slot.names())
                slot.visit_entry(name, *this);
    }

  private:
    Listeners listeners_;
};

}  // namespace stampede
