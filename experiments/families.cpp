#include "experiments/families.hpp"

#include <set>

#include "experiments/distribution_form.hpp"

namespace stampede {

namespace {

class FamilyWalker final : public FieldVisitor {
  public:
    explicit FamilyWalker(std::function<void(ChoiceSlot&)> const& seen) : seen_{seen} {}

  protected:
    void number(Field const&, double&) override {}
    void integer(Field const&, std::int64_t&) override {}
    void flag(Field const&, bool&) override {}
    void text(Field const&, std::string&) override {}
    void numbers(Field const&, std::vector<double>&) override {}
    void texts(Field const&, std::vector<std::string>&) override {}
    void duration(Field const&, Duration&) override {}
    void distribution(Field const& field, Distribution&) override
    {
        DistributionForm form;
        choice(field, form);
    }
    void named(Field const&, RefersTo, std::string&) override {}
    void named_list(Field const&, RefersTo, std::vector<std::string>&) override {}
    void named_numbers(Field const&, RefersTo, std::map<std::string, double>&) override {}
    void one_of(Field const&, std::vector<std::string_view> const&, std::size_t&) override {}
    void choice(Field const&, ChoiceSlot& slot) override
    {
        if (!families_.emplace(slot.family()).second)
            return;
        std::string const chosen{slot.kind()};
        seen_(slot);
        for (RosterLine const& line : slot.kinds()) {
            slot.choose(line.name);
            slot.visit(*this);
        }
        slot.choose(chosen);
    }
    void group(Field const&, GroupSlot& slot) override { slot.visit(*this); }
    void table(Field const&, TableSlot& slot) override { slot.visit_example(*this); }

  private:
    std::function<void(ChoiceSlot&)> const& seen_;
    std::set<std::string> families_;
};

}  // namespace

void for_each_family(Visit const& thing, std::function<void(ChoiceSlot&)> const& seen)
{
    FamilyWalker walker{seen};
    thing(walker);
}

}  // namespace stampede
