#pragma once
// One way to say "all fields of this thing", whatever the thing is.

#include <functional>

#include "model/base/fields.hpp"

namespace stampede {

/// Declares all fields of one thing to a visitor; `visit_of(thing)` makes one.
using Visit = std::function<void(FieldVisitor&)>;

template <HasFields T>
[[nodiscard]] Visit visit_of(T& thing)
{
    return [&thing](FieldVisitor& field) { thing.visit(field); };
}

}  // namespace stampede
