#include "output/tables.hpp"

#include <algorithm>

#include "output/checkpoint.hpp"
#include "output/readings.hpp"

namespace stampede {

namespace {

/// Row number of an id; -1 if it names nothing.
template <class Row, class Tag, class Rep>
Row row_of(Id<Tag, Rep> id)
{
    return id.valid() ? static_cast<Row>(id.value()) : Row{-1};
}

/// A column that a population declares outside its groups, which hold what helps it, such as a calendar.
bool is_own(std::string const& path)
{
    return parent_of(path) == "/";
}

double usd_of(View& seen, Exposure const& exposure, Amount amount)
{
    return seen.usd(exposure.asset, amount);
}

void capture_causes(Capture& into, Events const& events)
{
    auto& child = into.column<std::int64_t>("/causes/child");
    auto& parent = into.column<std::int64_t>("/causes/parent");
    auto& weight = into.column<double>("/causes/weight");
    for (std::size_t link = 0; link < events.link_child().size(); ++link) {
        child.push_back(row_of<std::int64_t>(events.link_child()[link]));
        parent.push_back(row_of<std::int64_t>(events.link_parent()[link]));
        weight.push_back(static_cast<double>(events.link_weight()[link]));
    }
}

}  // namespace

void capture_events(Capture& into, View& seen, std::int64_t run)
{
    Events const& events = seen.events;
    into.column<std::int64_t>("/events/run").assign(events.size(), run);
    auto& step = into.column<std::int64_t>("/events/step");
    auto& time = into.column<double>("/events/time_h");
    auto& kind = into.column<std::int8_t>("/events/kind");
    auto& institution = into.column<std::int32_t>("/events/institution");
    auto& asset = into.column<std::int32_t>("/events/asset");
    auto& account = into.column<std::int64_t>("/events/account");
    auto& owner_class = into.column<std::int32_t>("/events/class");
    auto& amount = into.column<std::int64_t>("/events/amount");
    auto& value = into.column<double>("/events/value_usd");
    for (std::size_t event = 0; event < events.size(); ++event) {
        Happening const what = events.happening(event);
        ClassId const of = what.account.valid() ? seen.ledger.owner_class(what.account) : ClassId{};
        step.push_back(events.step(event));
        time.push_back(end_of(seen.clock, events.step(event)));
        kind.push_back(static_cast<std::int8_t>(events.kind(event)));
        institution.push_back(row_of<std::int32_t>(what.institution));
        asset.push_back(row_of<std::int32_t>(what.asset));
        account.push_back(row_of<std::int64_t>(what.account));
        owner_class.push_back(row_of<std::int32_t>(of));
        amount.push_back(what.amount.value());
        value.push_back(what.value_usd);
    }
    capture_causes(into, events);
}

void capture_network(Capture& into, View& seen, std::int64_t run)
{
    auto& venue_kind = into.column<std::int8_t>("/network/venue_kind");
    for (std::size_t i = 0; i < venue_count(seen); ++i)
        venue_kind.push_back(static_cast<std::int8_t>(seen.institutions[venue_at(i).index()].kind));
    auto& runs = into.column<std::int64_t>("/network/run");
    auto& creditor = into.column<std::int32_t>("/network/source");
    auto& debtor = into.column<std::int32_t>("/network/target");
    auto& kind = into.column<std::int8_t>("/network/kind");
    auto& start = into.column<double>("/network/start_usd");
    auto& principal = into.column<double>("/network/principal_usd");
    auto& provision = into.column<double>("/network/provision_usd");
    // The outside is vertex 0 and no venue: every row of the axis is one less than the vertex.
    auto const venue = [](auto vertex) { return static_cast<std::int32_t>(vertex) - 1; };
    for (auto [edge, end] = boost::edges(seen.institutions); edge != end; ++edge) {
        Exposure const& exposure = seen.institutions[*edge];
        runs.push_back(run);
        creditor.push_back(venue(boost::source(*edge, seen.institutions)));
        debtor.push_back(venue(boost::target(*edge, seen.institutions)));
        kind.push_back(static_cast<std::int8_t>(exposure.kind));
        start.push_back(static_cast<double>(exposure.face.value()) / seen.assets[exposure.asset.index()].unit *
                        first_price(seen, exposure.asset));
        principal.push_back(usd_of(seen, exposure, exposure.principal));
        provision.push_back(usd_of(seen, exposure, exposure.provision));
    }
}

void capture_agents(Capture& into, View& seen, Population& population, std::int64_t run)
{
    population.bring_up_to_date(seen);
    SaveColumns save;
    population.columns(save);
    Contents const columns = std::move(save).take();
    auto const first = std::ranges::find_if(columns.datasets(), [](auto const& entry) { return is_own(entry.first); });
    if (first == columns.datasets().end())
        return;
    std::size_t const agents = size(first->second.values);
    std::string const group = "/agents/" + population.enrolment().name;
    into.schema().declare_population(population.enrolment().name);
    into.column<std::int64_t>(group + "/run").assign(agents, run);
    for (auto const& [path, dataset] : columns.datasets()) {
        if (!is_own(path) || size(dataset.values) != agents)
            continue;
        std::string const name = leaf_of(path);
        into.schema().declare(group, {.name = name,
                                      .unit = text_of(dataset.attributes, "units"),
                                      .meaning = name + " of each agent at the end, as its population keeps it",
                                      .type = type_of(dataset.values)});
        std::visit([&]<class T>(std::vector<T> const& values) { into.column<T>(join(group, name)) = values; },
                   dataset.values);
    }
}

}  // namespace stampede
