#include "output/target.hpp"

#include <array>

namespace stampede {

namespace {

constexpr std::array<std::string_view, 3> names{"predicted", "fitted", "reported"};

}  // namespace

std::string_view name_of(TargetKind kind)
{
    return names.at(static_cast<std::size_t>(kind));
}

void Target::visit(FieldVisitor& field)
{
    field("measure", measure, "what is compared with history");
    field("expected", expected, {-1e15, 1e15}, "unit of the measure",
          "band that history lies in: [lowest, highest]; [] if it is only reported");
    field.pick("kind", kind, {names.begin(), names.end()},
               "whether behaviour was fitted to it, or it is predicted, or only reported");
    field("source", source, "who says so; required");
}

std::string Target::complaint() const
{
    bool const open = expected.empty() && kind == TargetKind::reported;
    if (!open && expected.size() != 2)
        return "must be two numbers, the lowest and the highest; only what is \"reported\" may do without";
    return !open && expected[0] > expected[1] ? "must begin with the lower of the two" : "";
}

}  // namespace stampede
