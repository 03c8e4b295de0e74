#include "model/cross_account.hpp"

namespace stampede {

void CrossAccount::columns(ColumnVisitor& column)
{
    Column<EventId> events{call, taken};
    Column<PerpId> bearer{bears};
    column.scalar("called", called);
    column("events", events);
    column("bears", bearer);
    call = events.at(0);
    taken = events.at(1);
    bears = bearer.at(0);
}

}  // namespace stampede
