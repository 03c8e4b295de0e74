#pragma once
// The series of all results: what is recorded step by step.

#include "output/schema.hpp"

namespace stampede {

void declare_series(Schema& schema);

}  // namespace stampede
