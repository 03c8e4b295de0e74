// What is written comes back, and the file keeps the layout that other programs rely on.

#include "output/results_file.hpp"

#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>

#include "model/base/check.hpp"
#include "output/capture.hpp"
#include "output/compare.hpp"
#include "output/hdf5_file.hpp"
#include "output/sha256.hpp"
#include "tests/output/sample_results.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

void check_equal(Comparand const& first, Comparand const& second)
{
    for (Difference const& each : differences(first, second))
        FAIL_CHECK(each.path << ": " << each.what);
}

}  // namespace

TEST_CASE("a round trip keeps every type, value, axis, attribute and the order", "[output][results]")
{
    TemporaryFolder const folder;
    Contents const written = sample_results();
    write_results(folder / "results.h5", written);
    ResultsFile const results{folder / "results.h5"};

    check_equal(written, results.file());
    check_equal(results.file(), written);
    Contents const read = results.file().contents();
    for (auto const& [group, attributes] : written.groups()) {
        CAPTURE(group);
        REQUIRE(read.attributes_of(group).size() == attributes.size());
        for (std::size_t i = 0; i < attributes.size(); ++i)
            CHECK(read.attributes_of(group)[i] == attributes[i]);
    }
    for (std::size_t i = 0; i < written.datasets().size(); ++i)
        CHECK(written.datasets()[i].first == read.datasets()[i].first);
    CHECK(written.datasets().size() == read.datasets().size());
}

TEST_CASE("large datasets come back through chunks and filters", "[output][results]")
{
    TemporaryFolder const folder;
    Contents const written = sample_results({.run = 0, .steps = 1500, .rows = 70'000});
    REQUIRE(chunk_shape(written.at("/series/venue/claims_usd")) == std::vector<std::size_t>{1, 1024, 2});
    REQUIRE(chunk_shape(written.at("/events/account")) == std::vector<std::size_t>{65536});
    REQUIRE(chunk_shape(written.at("/series/venue/venue")).empty());
    write_results(folder / "results.h5", written);
    check_equal(written, ResultsFile{folder / "results.h5"}.file());
}

TEST_CASE("every dataset has a scale on every axis in its own group", "[output][results]")
{
    TemporaryFolder const folder;
    write_results(folder / "results.h5", sample_results());
    ResultsFile const results{folder / "results.h5"};

    std::size_t scales = 0;
    for (std::string const& path : results.file().datasets()) {
        CAPTURE(path);
        Dataset const data = results.file().outline(path);
        REQUIRE(data.axes.size() == data.shape.size());
        for (std::size_t i = 0; i < data.axes.size(); ++i) {
            CAPTURE(data.axes[i]);
            std::string const scale = join(parent_of(path), data.axes[i]);
            REQUIRE(results.file().has(scale));
            Dataset const labels = results.file().outline(scale);
            CHECK(labels.axes == std::vector<std::string>{data.axes[i]});
            CHECK(labels.shape == std::vector<std::size_t>{data.shape[i]});
        }
        bool const is_scale = data.axes == std::vector<std::string>{leaf_of(path)};
        scales += is_scale ? 1 : 0;
        bool const in_time = std::find(data.axes.begin(), data.axes.end(), "step") != data.axes.end();
        bool const is_time = leaf_of(path) == "time_h";
        CHECK((text_of(data.attributes, "coordinates") == "time_h") == (in_time && !is_time && !is_scale));
        CHECK_FALSE(text_of(data.attributes, "long_name").empty());
    }
    CHECK(scales > 20);
    CHECK(text_of(results.file().outline("/series/class/time_h").attributes, "units") == "h");
    CHECK(text_of(results.file().outline("/series/class/step").attributes, "units").empty());
}

TEST_CASE("missing values, flags and row numbers say what they are", "[output][results]")
{
    Contents const contents = sample_results();
    Values const* const fill = find(contents.at("/series/venue/claims_usd").attributes, "_FillValue");
    REQUIRE(fill != nullptr);
    CHECK(std::get<std::vector<double>>(*fill)[0] != std::get<std::vector<double>>(*fill)[0]);
    CHECK(find(contents.at("/series/venue/people_in").attributes, "_FillValue") ==
          nullptr);  // readers would make doubles

    Attributes const& status = contents.at("/series/venue/status").attributes;
    CHECK(text_of(status, "flag_meanings") == "active gated halted failed");
    CHECK(*find(status, "flag_values") == Values{std::vector<std::int8_t>{0, 1, 2, 3}});
    CHECK(text_of(contents.at("/causes/parent").attributes, "rows_of") == "/events/event");
    CHECK(text_of(contents.at("/events/institution").attributes, "rows_of") == "institution_name");
}

TEST_CASE("the same results written twice are the same bytes", "[output][results]")
{
    TemporaryFolder const folder;
    write_results(folder / "first.h5", sample_results());
    ::usleep(1'200'000);  // HDF5 keeps times in whole seconds
    write_results(folder / "second.h5", sample_results());
    bool const same_bytes = bytes_of(folder / "first.h5") == bytes_of(folder / "second.h5");
    CHECK(same_bytes);
}

TEST_CASE("time and host stand in /provenance alone", "[output][results]")
{
    TemporaryFolder const folder;
    Provenance with_origin = sample_provenance();
    with_origin.origin = Origin{"2026-01-31T12:00:00Z", "host.example"};
    Contents contents = sample_results();
    stamp(contents, with_origin);
    write_results(folder / "results.h5", contents);
    ResultsFile const results{folder / "results.h5"};

    CHECK(text_of(results.file().attributes("/provenance"), "host") == "host.example");
    CHECK(results.file().attributes("/") == sample_results().attributes_of("/"));
    check_equal(sample_results(), results.file());
    CHECK(results.text("config_json") == sample_provenance().config_json);
    CHECK(results.text("config_sha256") == sha256(sample_provenance().config_json));
    CHECK(results.text("status") == "complete");
    CHECK(results.seed() == sample_provenance().seed);
}

TEST_CASE("values are read as numbers, integers or text", "[output][results]")
{
    TemporaryFolder const folder;
    write_results(folder / "results.h5", sample_results());
    ResultsFile const results{folder / "results.h5"};

    CHECK(results.numbers("/series/market/bps") == std::vector<double>{10, 25, 100, 200});
    CHECK(results.integers("/series/venue/status") == std::vector<std::int64_t>{0, 1, 0, 1, 0, 1});
    CHECK(results.texts("/series/venue/venue")[1] == "Zürich Börse venue");
    CHECK_THAT(output_error([&] { (void)results.numbers("/summary/arm"); }),
               Catch::Contains("/summary/arm: holds text"));
    CHECK_THAT(output_error([&] { (void)results.integers("/series/asset/price"); }),
               Catch::Contains("does not hold integers"));
    CHECK_THAT(output_error([&] { (void)results.texts("/series/asset/price"); }), Catch::Contains("not text"));
    CHECK_THAT(output_error([&] { (void)results.file().read("/series/asset/colour"); }),
               Catch::Contains("results.h5: has no dataset /series/asset/colour"));
}

TEST_CASE("a sample for the programs of tests/clients", "[.][clients]")
{
    char const* const path = std::getenv("STAMPEDE_SAMPLE");
    REQUIRE(path != nullptr);
    Provenance provenance = sample_provenance();
    provenance.origin = Origin{"2026-01-31T12:00:00Z", "host.example"};
    Contents contents = sample_results();
    stamp(contents, provenance);
    write_results(path, contents);
}

TEST_CASE("tables without rows are tables still", "[output][results]")
{
    TemporaryFolder const folder;
    Contents const written = sample_results({.run = 0, .steps = 0, .rows = 0});
    write_results(folder / "results.h5", written);
    check_equal(written, ResultsFile{folder / "results.h5"}.file());
}

TEST_CASE("results without a stamp are not written", "[output][results]")
{
    TemporaryFolder const folder;
    CHECK_THROWS_AS(write_results(folder / "results.h5", Contents{}), BrokenInvariant);
    CHECK_FALSE(std::filesystem::exists(folder / "results.h5"));
}

TEST_CASE("SHA-256 agrees with the examples of FIPS 180-4", "[output][results]")
{
    // NIST, Cryptographic Standards: SHA256.pdf, examples "abc" and the 448-bit message; and the empty message.
    CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}
