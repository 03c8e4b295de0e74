#include "experiments/manual.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "experiments/distribution_form.hpp"
#include "experiments/families.hpp"
#include "experiments/field_text.hpp"
#include "experiments/suggestion.hpp"
#include "experiments/time_text.hpp"
#include "model/base/check.hpp"

namespace stampede {

namespace {

/// One line of a table: name, default, range, unit, meaning.
using Line = std::array<std::string, 5>;

class ManualWriter final : public FieldVisitor {
  public:
    explicit ManualWriter(std::string prefix = "") : prefix_{std::move(prefix)} {}
    [[nodiscard]] std::vector<Line> const& lines() const { return lines_; }

  protected:
    void number(Field const& field, double& value) override
    {
        put(field, std::isnan(value) ? "" : fmt::format("{}", value));
    }
    void integer(Field const& field, std::int64_t& value) override { put(field, fmt::format("{}", value)); }
    void flag(Field const& field, bool& value) override { put(field, value ? "true" : "false"); }
    void text(Field const& field, std::string& value) override { put(field, fmt::format("\"{}\"", value)); }
    void numbers(Field const& field, std::vector<double>& value) override { put(field, list(value)); }
    void texts(Field const& field, std::vector<std::string>& value) override { put(field, list(value)); }
    void duration(Field const& field, Duration& value) override { put(field, duration_text(value)); }
    void distribution(Field const& field, Distribution& value) override { put(field, distribution_text(value)); }
    void named(Field const& field, RefersTo what, std::string& value) override
    {
        put(field, fmt::format("\"{}\"", value), fmt::format("name of {}", with_article(thing_name(what))));
    }
    void named_list(Field const& field, RefersTo what, std::vector<std::string>& value) override
    {
        put(field, list(value), fmt::format("list of {} names", thing_name(what)));
    }
    void named_numbers(Field const& field, RefersTo what, std::map<std::string, double>&) override
    {
        put(field, "{}", fmt::format("{} by {}", range_text(field.range), thing_name(what)));
    }
    void one_of(Field const& field, std::vector<std::string_view> const& names, std::size_t& value) override
    {
        put(field, fmt::format("{}", names.at(value)), fmt::format("{}", fmt::join(names, " | ")));
    }
    void choice(Field const& field, ChoiceSlot& slot) override
    {
        put(field, std::string{slot.kind()}, with_article(slot.family()));
    }
    void group(Field const& field, GroupSlot& slot) override
    {
        inside(field, [&](FieldVisitor& inner) { slot.visit(inner); });
    }
    void table(Field const& field, TableSlot& slot) override
    {
        inside(field, [&](FieldVisitor& inner) { slot.visit_example(inner); });
    }

  private:
    template <class Values>
    [[nodiscard]] static std::string list(Values const& values)
    {
        constexpr std::size_t shown = 6;
        return values.size() > shown ? fmt::format("{} values", values.size())
                                     : fmt::format("[{}]", fmt::join(values, ", "));
    }
    void put(Field const& field, std::string usual, std::string range = "")
    {
        if (range.empty())
            range = range_text(field.range);
        lines_.push_back({fmt::format("{}{}", prefix_, field.name), std::move(usual), std::move(range),
                          std::string{field.unit == "1" ? "" : field.unit}, std::string{field.meaning}});
    }
    void inside(Field const& field, Visit const& members)
    {
        if (!field.meaning.empty())
            lines_.push_back({fmt::format("{}{}", prefix_, field.name), "", "", "", std::string{field.meaning}});
        ManualWriter inner{fmt::format("{}{}/", prefix_, field.name)};
        members(inner);
        lines_.insert(lines_.end(), inner.lines_.begin(), inner.lines_.end());
    }

    std::string prefix_;
    std::vector<Line> lines_;
};

std::vector<Line> lines_of(Visit const& thing)
{
    ManualWriter writer;
    thing(writer);
    return writer.lines();
}

std::string aligned(std::vector<Line> lines)
{
    if (lines.empty())
        return "  (no parameters)\n";
    lines.insert(lines.begin(), Line{"name", "default", "range", "unit", "meaning"});
    std::array<std::size_t, 5> widths{};
    constexpr std::size_t widest = 44;  // a longer cell pushes its own line only
    for (Line const& line : lines)
        for (std::size_t i = 0; i < line.size(); ++i)
            widths[i] = std::max(widths[i], std::min(line[i].size(), widest));
    std::string text;
    for (Line const& line : lines) {
        std::string row = " ";
        for (std::size_t i = 0; i < line.size(); ++i)
            row += fmt::format(" {:<{}} ", line[i], widths[i]);
        text += row.substr(0, row.find_last_not_of(' ') + 1) + "\n";
    }
    return text;
}

std::string kind_list(ChoiceSlot const& slot)
{
    std::size_t width = 0;
    for (RosterLine const& line : slot.kinds())
        width = std::max(width, line.name.size());
    std::string text;
    for (RosterLine const& line : slot.kinds())
        text += fmt::format("  {:<{}}  {}\n", line.name, width, line.meaning);
    return text;
}

std::string contents_page(Visit const& experiment)
{
    std::vector<Line> top;
    for (Line const& line : lines_of(experiment))
        if (line[0].find('/') == std::string::npos)
            top.push_back(line);
    std::string text = "An experiment file is a JSON object with these names:\n\n" + aligned(top);
    for_each_family(experiment, [&](ChoiceSlot& slot) {
        text += fmt::format("\nKinds of {}\n{}", slot.family(), kind_list(slot));
    });
    return text +
           "\n\"stampede describe NAME\" explains any of these names, families or kinds, \"stampede describe all\" all "
           "of them.\n";
}

std::string kind_page(ChoiceSlot& slot, RosterLine const& kind)
{
    slot.choose(kind.name);
    return fmt::format("{} ({}): {}\n{}\n", kind.name, slot.family(), kind.meaning,
                       describe_fields([&](FieldVisitor& field) { slot.visit(field); }));
}

/// Everything with every parameter.
std::string whole_manual(Visit const& experiment)
{
    std::string text = "An experiment file is a JSON object with these names:\n\n" + describe_fields(experiment);
    for_each_family(experiment, [&](ChoiceSlot& slot) {
        text += fmt::format("\nKinds of {}\n{}\n", slot.family(), kind_list(slot));
        for (RosterLine const& kind : slot.kinds())
            text += kind_page(slot, kind);
    });
    return text;
}

/// Pages of all families and kinds called `topic`; collects every name on the way, for suggestions.
std::string family_pages(Visit const& experiment, std::string_view topic, std::vector<std::string>& known)
{
    std::string text;
    for_each_family(experiment, [&](ChoiceSlot& slot) {
        known.emplace_back(slot.family());
        if (slot.family() == topic)
            text += fmt::format("Kinds of {}\n{}\n", topic, kind_list(slot));
        for (RosterLine const& line : slot.kinds()) {
            known.emplace_back(line.name);
            if (line.name == topic)
                text += kind_page(slot, line);
        }
    });
    return text;
}

}  // namespace

std::string describe_fields(Visit const& thing)
{
    return aligned(lines_of(thing));
}

std::string describe_topic(Visit const& experiment, std::string_view topic)
{
    if (topic.empty())
        return contents_page(experiment);
    if (topic == "all")
        return whole_manual(experiment);
    std::vector<std::string> known;
    std::vector<Line> section;
    for (Line const& line : lines_of(experiment)) {
        std::string const first = line[0].substr(0, line[0].find('/'));
        if (first == topic)
            section.push_back(line);
        if (known.empty() || known.back() != first)
            known.push_back(first);
    }
    std::string text = section.empty() ? "" : aligned(section);
    text += family_pages(experiment, topic, known);
    if (text.empty())
        throw InputError{
            fmt::format("describe {}: there is no such topic; {}", topic, advice(topic, {known.begin(), known.end()}))};
    return text;
}

}  // namespace stampede
