// What holds of every kind of network: names, meanings, ranges, and that its JSON form is read as it was written.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "experiments/json_fields.hpp"
#include "tests/networks/structure.hpp"
#include "tests/support/fields.hpp"

using namespace stampede;
using namespace stampede::testing;

TEMPLATE_TEST_CASE("every kind of network says what it is and starts inside its ranges", "[networks][roster]",
                   SocialNetwork, InstitutionNetwork)
{
    auto const& family = roster<TestType>();
    CHECK(family.entries().front().name == "none");
    std::set<std::string_view> names;
    for (auto const& entry : family.entries()) {
        CAPTURE(family.family(), entry.name);
        CHECK(names.insert(entry.name).second);
        CHECK(!entry.meaning.empty());
        auto const network = entry.make();
        for (SeenField const& field : fields_of(*network)) {
            CAPTURE(field.path, field.value);
            CHECK(!field.meaning.empty());
            for (double const value : field.numbers) {
                CHECK(value >= field.range.low);
                CHECK(value <= field.range.high);
            }
        }
        CHECK(fields_of(*network) == fields_of(*entry.make()));
    }
}

TEMPLATE_TEST_CASE("the JSON form of a network is read as it was written", "[networks][roster]", SocialNetwork,
                   InstitutionNetwork)
{
    for (auto const& entry : roster<TestType>().entries()) {
        CAPTURE(entry.name);
        auto const network = entry.make();
        auto const again = entry.make();
        nlohmann::json const written = write_fields(visit_of(*network));
        InputFiles files;
        Problems problems{"round trip"};
        read_fields(written, visit_of(*again), files, problems);
        INFO((problems.none() ? "" : problems.message()));
        CHECK(problems.none());
        CHECK(write_fields(visit_of(*again)) == written);
        CHECK(fields_of(*again) == fields_of(*network));
    }
}
