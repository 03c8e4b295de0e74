#pragma once
// The vertices of the crash: exchanges, lenders, funds, issuers, banks; and what they owe one another.

#include <boost/graph/adjacency_list.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include "model/base/columns.hpp"
#include "model/base/id.hpp"
#include "model/base/quantity.hpp"

namespace stampede {

/// `outside` is the rest of the world: it holds what nobody in the model holds and never fails.
enum class InstitutionKind : std::uint8_t { outside, exchange, issuer, protocol, pool, bank, lender, fund };
/// A vertex is never removed, only marked.
enum class Status : std::uint8_t { active, gated, halted, failed };
enum class ExposureKind : std::uint8_t { deposit, loan, reserve, custody, listing, collateral };

/// One vertex. Its tokens and claims are in the ledger; here is what it is and how it stands.
struct Institution {
    std::string name;
    InstitutionKind kind = InstitutionKind::exchange;
    Status status = Status::active;
    std::int64_t failed_step = -1;  ///< step of failure, -1 while it stands
    Share recovery{1};              ///< paid per unit of claim after failure [1]
};

/// One edge, from the creditor to the debtor: what the creditor owns of the debtor.
struct Exposure {
    ExposureKind kind = ExposureKind::loan;
    AssetId asset;   ///< unit of `principal`
    Amount face{0};  ///< principal at birth; repaid at most face / time_to_cash per second [smallest unit of asset]
    Amount principal{0};              ///< owed in full [smallest unit of asset]
    Amount provision{0};              ///< written off by the creditor, only grows [same]
    Duration time_to_cash{0};         ///< in which the whole position can be turned into cash, evenly [s]
    Share haircut{0};                 ///< lost when sold before maturity [1]
    Share yearly_yield{0};            ///< income of the creditor [1/year]
    std::int64_t maturity = -1;       ///< step at which it is due, -1 = on call
    Share wind_up_return{1};          ///< value per unit at wind-up (Diamond-Dybvig's R) [1]
    std::int64_t recalled_step = -1;  ///< step in which it was last recalled, -1 = never
    EventId recall_event{0};          ///< why it is due; 0 = it is not, or it matured
    Amount due{0};                    ///< recalled and not yet paid [smallest unit of asset]
    std::int64_t frozen_until = -1;   ///< nothing is paid before this step
    std::int64_t missed_step = -1;    ///< step since which the debtor has not paid what was due, -1 = it has
    std::int8_t settled = 0;          ///< 1: paid by a clearing; nothing more will come
};

using InstitutionGraph = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS, Institution, Exposure>;

[[nodiscard]] std::string_view name_of(InstitutionKind kind);
[[nodiscard]] std::string_view name_of(Status status);
[[nodiscard]] std::string_view name_of(ExposureKind kind);

/// Saves or restores all vertices and edges as columns (names are configuration and stay). Edges that were added
/// since the graph was made come back, too.
void visit_columns(InstitutionGraph& graph, ColumnVisitor& column);

}  // namespace stampede
