#include "experiments/parting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "experiments/series_parting.hpp"
#include "model/event.hpp"
#include "output/compare.hpp"

namespace stampede {

namespace {

/// How many datasets are told one by one.
constexpr std::size_t told = 10;

/// The events of a run in words.
class EventTable {
  public:
    explicit EventTable(Contents const& results) : results_{results}
    {
        for (auto const& [path, dataset] : results.datasets())
            if (path.starts_with("/agents/") && holds_accounts(leaf_of(path)))
                if (auto const* const accounts = std::get_if<std::vector<std::uint32_t>>(&dataset.values))
                    for (std::size_t row = 0; row < accounts->size(); ++row)
                        owners_.try_emplace((*accounts)[row],
                                            fmt::format("number {} of {}", row, leaf_of(parent_of(path))));
    }

    /// All rows, or those of events that happened to an account.
    [[nodiscard]] std::vector<std::size_t> rows(bool of_accounts) const
    {
        auto const& accounts = results_.values<std::int64_t>("/events/account");
        std::vector<std::size_t> rows;
        for (std::size_t row = 0; row < accounts.size(); ++row)
            if (!of_accounts || accounts[row] >= 0)
                rows.push_back(row);
        return rows;
    }

    /// One event with everything that the table says of it; an agent that was recorded goes by its own number, as those
    /// of accounts depend on which others there are.
    [[nodiscard]] std::string text(std::size_t row) const
    {
        auto const kind = static_cast<EventKind>(results_.values<std::int8_t>("/events/kind")[row]);
        auto const owner = owners_.find(results_.values<std::int64_t>("/events/account")[row]);
        return fmt::format(
            "step {} ({:.4g} h): {} at {}, {}, asset {}, amount {}, {:.10g} USD",
            results_.values<std::int64_t>("/events/step")[row], results_.values<double>("/events/time_h")[row],
            stampede::name_of(kind), name("institution", "institution_name", row),
            owner != owners_.end() ? owner->second
                                   : fmt::format("account {} of {}", account(row), name("class", "class_name", row)),
            name("asset", "asset_name", row), results_.values<std::int64_t>("/events/amount")[row],
            results_.values<double>("/events/value_usd")[row]);
    }

  private:
    static bool holds_accounts(std::string const& column)
    {
        return column == "account" || column == "coins" || column == "money" || column == "wallet";
    }

    [[nodiscard]] std::string account(std::size_t row) const
    {
        std::int64_t const account = results_.values<std::int64_t>("/events/account")[row];
        return account < 0 ? "-" : std::to_string(account);
    }

    [[nodiscard]] std::string name(std::string const& column, std::string const& names, std::size_t row) const
    {
        std::int32_t const index = results_.values<std::int32_t>("/events/" + column)[row];
        return index < 0 ? std::string{"-"}
                         : results_.values<std::string>("/events/" + names)[static_cast<std::size_t>(index)];
    }

    Contents const& results_;
    std::unordered_map<std::int64_t, std::string> owners_;  ///< agents by their account
};

/// The first place at which the events of these rows differ, told with `title`; "" if there is none.
std::string first_of(std::string const& title, EventTable const& first, EventTable const& second, bool of_accounts)
{
    std::vector<std::size_t> const rows = first.rows(of_accounts), other_rows = second.rows(of_accounts);
    auto const text = [](EventTable const& table, std::vector<std::size_t> const& of, std::size_t i) {
        return i < of.size() ? table.text(of[i]) : std::string{"no further event"};
    };
    for (std::size_t i = 0; i < std::max(rows.size(), other_rows.size()); ++i)
        if (std::string const one = text(first, rows, i), other = text(second, other_rows, i); one != other)
            return fmt::format("{}, number {}:\n  first   {}\n  second  {}\n", title,
                               i < rows.size() ? rows[i] : other_rows[i], one, other);
    return {};
}

/// The first event that differs; if it happened to nobody, also the first that happened to an account.
std::string first_event(Contents const& first, Contents const& second)
{
    EventTable const one{first}, other{second};
    std::string const any = first_of("first event that differs", one, other, false);
    if (any.empty())
        return "all events are the same\n";
    std::string const account = first_of("first event of an account that differs", one, other, true);
    bool const told_twice = account.substr(std::min(account.find('\n'), account.size())) == any.substr(any.find('\n'));
    return told_twice ? any : any + account;
}

/// Columns of a population that are kept in both results and tell of the agents themselves. Unsigned numbers of two
/// and four bytes number accounts, positions and events, which are numbered anew when anything is added to a world.
std::vector<std::string> columns_of(std::string const& population, Contents const& first, Contents const& second)
{
    std::vector<std::string> columns;
    for (auto const& [path, dataset] : first.datasets()) {
        Dataset const* const other = second.find(path);
        Type const type = type_of(dataset.values);
        if (parent_of(path) == population && leaf_of(path) != "row" && leaf_of(path) != "run" && other != nullptr &&
            type_of(other->values) == type && type != Type::uint16 && type != Type::uint32)
            columns.push_back(path);
    }
    return columns;
}

/// The values of an agent in both, "fear: 0.25 and 0.5"; "" if they are the same.
std::string value_text(std::string const& column, Contents const& first, Contents const& second, std::size_t row)
{
    return std::visit(
        [&]<class T>(std::vector<T> const& values) -> std::string {
            T const one = values[row], other = second.values<T>(column)[row];
            return one == other || (one != one && other != other)
                       ? std::string{}
                       : fmt::format("{}: {} and {}", leaf_of(column), one, other);
        },
        first.at(column).values);
}

/// The first agent of a population whose state at the end differs.
std::string first_agent(std::string const& population, Contents const& first, Contents const& second)
{
    std::size_t const agents = first.at(population + "/run").shape[0];
    std::size_t const others = second.at(population + "/run").shape[0];
    std::string const name = leaf_of(population);
    std::string const counts =
        agents == others ? "" : fmt::format("{} has {} agents in the first, {} in the second\n", name, agents, others);
    std::vector<std::string> const columns = columns_of(population, first, second);
    for (std::size_t row = 0; row < std::min(agents, others); ++row) {
        std::vector<std::string> values;
        for (std::string const& column : columns)
            if (std::string const text = value_text(column, first, second, row); !text.empty())
                values.push_back(text);
        if (!values.empty())
            return counts + fmt::format("first agent that ends differently: number {} of {}\n  {}\n", row, name,
                                        fmt::join(values, "\n  "));
    }
    return counts;
}

/// Groups of the populations whose agents were recorded.
std::vector<std::string> populations_of(Contents const& results)
{
    std::vector<std::string> groups;
    for (auto const& [path, dataset] : results.datasets())
        if (path.starts_with("/agents/") && leaf_of(path) == "run")
            groups.push_back(parent_of(path));
    return groups;
}

std::string first_agents(Contents const& first, Contents const& second)
{
    std::vector<std::string> const here = populations_of(first), there = populations_of(second);
    std::string text, lonely;
    for (std::string const& population : here)
        if (std::ranges::find(there, population) == there.end())
            lonely += fmt::format("only the first has agents of {}\n", leaf_of(population));
        else if (text.empty() || text.find("first agent that") == std::string::npos)
            text += first_agent(population, first, second);
    for (std::string const& population : there)
        if (std::ranges::find(here, population) == here.end())
            lonely += fmt::format("only the second has agents of {}\n", leaf_of(population));
    return (text.empty() ? "all agents that both have end alike\n" : text) + lonely;
}

bool recorded(Contents const& results, std::string const& group)
{
    return std::ranges::any_of(results.datasets(), [&](auto const& entry) { return entry.first.starts_with(group); });
}

/// What `part` finds in a group of datasets, or which of the two did not record it.
template <class Part>
std::string where_recorded(std::string const& what, Contents const& first, Contents const& second, Part const& part)
{
    bool const here = recorded(first, "/" + what + "/"), there = recorded(second, "/" + what + "/");
    if (here && there)
        return part(first, second);
    return fmt::format("{} were not recorded in {}; set /record to compare them\n", what,
                       here    ? "the second"
                       : there ? "the first"
                               : "either");
}

}  // namespace

std::string parting_of(Contents const& first, Contents const& second)
{
    std::vector<Difference> const all = differences(first, second);
    if (all.empty())
        return {};
    std::string text = where_recorded("events", first, second, first_event) +
                       where_recorded("agents", first, second, first_agents) +
                       where_recorded("series", first, second, series_parting);
    text += fmt::format("{} datasets or attributes differ:\n", all.size());
    for (std::size_t i = 0; i < std::min(told, all.size()); ++i)
        text += fmt::format("  {}: {}\n", all[i].path, all[i].what);
    if (all.size() > told)
        text += fmt::format("  ... and {} more\n", all.size() - told);
    return text;
}

}  // namespace stampede
