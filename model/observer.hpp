#pragma once
// Socket 3: who watches. Observers change nothing.

#include "model/base/columns.hpp"
#include "model/event.hpp"
#include "model/world.hpp"

namespace stampede {

class Observer {
  public:
    virtual ~Observer() = default;
    /// Before the first step.
    virtual void at_birth(View&) {}
    virtual void after_step(View& seen, Events const& events) = 0;
    /// What was recorded so far, so that a resumed run records on.
    virtual void columns(ColumnVisitor&) {}
};

}  // namespace stampede
