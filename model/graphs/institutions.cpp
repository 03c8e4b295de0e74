#include "model/graphs/institutions.hpp"

#include <array>

namespace stampede {

std::string_view name_of(InstitutionKind kind)
{
    constexpr std::array<std::string_view, 8> names = {"outside", "exchange", "issuer", "protocol",
                                                       "pool",    "bank",     "lender", "fund"};
    return names.at(static_cast<std::size_t>(kind));
}

std::string_view name_of(Status status)
{
    constexpr std::array<std::string_view, 4> names = {"active", "gated", "halted", "failed"};
    return names.at(static_cast<std::size_t>(status));
}

std::string_view name_of(ExposureKind kind)
{
    constexpr std::array<std::string_view, 6> names = {"deposit", "loan",    "reserve",
                                                       "custody", "listing", "collateral"};
    return names.at(static_cast<std::size_t>(kind));
}

namespace {

/// Copies one member of every vertex or edge into a column, shows it, and copies it back.
template <class Range, class Member>
void visit_member(InstitutionGraph& graph, Range const& range, std::string_view name, Member pointer,
                  ColumnVisitor& column)
{
    Column<std::remove_reference_t<decltype(graph[*range.first].*pointer)>> values;
    for (auto at = range.first; at != range.second; ++at)
        values.push_back(graph[*at].*pointer);
    column(name, values);
    auto value = values.begin();
    for (auto at = range.first; at != range.second; ++at)
        graph[*at].*pointer = *value++;
}

/// Creditor and debtor of every edge; if the stored ones differ in number, the edges are made anew.
void visit_ends(InstitutionGraph& graph, ColumnVisitor& column)
{
    Column<InstitutionId> creditors, debtors;
    auto const [first, last] = boost::edges(graph);
    for (auto edge = first; edge != last; ++edge) {
        creditors.push_back(InstitutionId::of(boost::source(*edge, graph)));
        debtors.push_back(InstitutionId::of(boost::target(*edge, graph)));
    }
    column("creditor", creditors);
    column("debtor", debtors);
    if (creditors.size() == boost::num_edges(graph))
        return;
    boost::remove_edge_if([](auto const&) { return true; }, graph);
    for (std::size_t i = 0; i < creditors.size(); ++i)
        boost::add_edge(creditors[i].index(), debtors[i].index(), Exposure{}, graph);
}

}  // namespace

void visit_columns(InstitutionGraph& graph, ColumnVisitor& column)
{
    auto const vertices = boost::vertices(graph);
    visit_member(graph, vertices, "status", &Institution::status, column);
    visit_member(graph, vertices, "failed_step", &Institution::failed_step, column);
    visit_member(graph, vertices, "recovery", &Institution::recovery, column);
    visit_ends(graph, column);
    auto const edges = boost::edges(graph);
    visit_member(graph, edges, "kind", &Exposure::kind, column);
    visit_member(graph, edges, "asset", &Exposure::asset, column);
    visit_member(graph, edges, "face", &Exposure::face, column);
    visit_member(graph, edges, "principal", &Exposure::principal, column);
    visit_member(graph, edges, "provision", &Exposure::provision, column);
    visit_member(graph, edges, "time_to_cash", &Exposure::time_to_cash, column);
    visit_member(graph, edges, "haircut", &Exposure::haircut, column);
    visit_member(graph, edges, "yearly_yield", &Exposure::yearly_yield, column);
    visit_member(graph, edges, "maturity", &Exposure::maturity, column);
    visit_member(graph, edges, "wind_up_return", &Exposure::wind_up_return, column);
    visit_member(graph, edges, "recalled_step", &Exposure::recalled_step, column);
    visit_member(graph, edges, "recall_event", &Exposure::recall_event, column);
    visit_member(graph, edges, "due", &Exposure::due, column);
    visit_member(graph, edges, "frozen_until", &Exposure::frozen_until, column);
    visit_member(graph, edges, "missed_step", &Exposure::missed_step, column);
    visit_member(graph, edges, "settled", &Exposure::settled, column);
}

}  // namespace stampede
