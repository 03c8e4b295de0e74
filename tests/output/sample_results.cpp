#include "tests/output/sample_results.hpp"

#include <stdlib.h>

#include <fstream>
#include <iterator>
#include <limits>

#include "output/capture.hpp"
#include "output/output_error.hpp"

namespace stampede::testing {

namespace {

constexpr std::int64_t bps[] = {10, 25, 100, 200};

/// The i-th value of a column: different for different i, and odd ones among them.
template <class T>
T sample_value(std::size_t i)
{
    if constexpr (std::is_same_v<T, std::string>)
        return i == 1 ? "" : "text " + std::to_string(i) + " ü";
    else if constexpr (std::is_same_v<T, double>) {
        double const odd[] = {
            0.1,    -0.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
            5e-324, 1e300};
        return i < 6 ? odd[i] : 0.5 * static_cast<double>(i);
    }
    else
        return static_cast<T>(i % 2);
}

void label_axes(Capture& capture, SampleSize size)
{
    std::vector<std::int64_t> steps;
    std::vector<double> hours;
    for (std::size_t i = 0; i < size.steps; ++i) {
        steps.push_back(static_cast<std::int64_t>(i));
        hours.push_back(static_cast<double>(i) / 12);
    }
    capture.label_steps(steps, hours);
    capture.label("run", std::vector{size.run});
    capture.label("bps", std::vector<std::int64_t>(std::begin(bps), std::end(bps)));
    capture.label("pair", std::vector<std::int64_t>{0, 1});
    for (Schema::Axis const& axis : capture.schema().axes())
        if (axis.type == Type::text)
            capture.label(axis.name, std::vector<std::string>{axis.name + " A", "Zürich Börse " + axis.name});
}

std::size_t length_of(Schema::Axis const& axis, SampleSize size)
{
    if (axis.rule == AxisRule::rows)
        return size.rows;
    if (axis.type == Type::text || axis.name == "pair")
        return 2;
    return axis.name == "run" ? 1 : axis.name == "bps" ? std::size(bps) : size.steps;
}

template <class T>
void fill(Capture& capture, std::string const& path, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        capture.column<T>(path).push_back(sample_value<T>(i));
}

}  // namespace

Provenance sample_provenance()
{
    return {.title = "Was wäre, wenn alle auf einmal gingen?",
            .code_version = "0.1.0",
            .git_commit = "0123456",
            .libraries = "Boost 1.74.0",
            .config_json = R"({"question":"ü"})",
            .seed = 18'446'744'073'709'551'557U,
            .rng = "philox4x32-10",
            .command_line = "stampede run sample.json"};
}

Contents sample_results(SampleSize size)
{
    Capture capture{results_schema()};
    capture.schema().declare_population("depositors");
    for (std::size_t type = 0; type < std::variant_size_v<Values>; ++type)
        capture.schema().declare("/agents/depositors", {.name = "of_type_" + std::string{name_of(Type{type})},
                                                        .unit = "1",
                                                        .meaning = "one column of each type",
                                                        .type = Type{type}});
    label_axes(capture, size);
    Schema const schema = capture.schema();
    for (Schema::Group const& group : schema.groups()) {
        if (group.path.find('<') != std::string::npos)
            continue;
        for (Schema::Column const& column : group.columns) {
            if (column.name == "time_h" && group.path != "/events")
                continue;
            std::size_t count = 1;
            for (std::string const& axis : Schema::axes_of(group, column))
                count *= length_of(schema.axis(axis), size);
            std::visit([&]<class T>(std::vector<T> const&) { fill<T>(capture, join(group.path, column.name), count); },
                       empty_values(column.type));
        }
    }
    Contents contents = std::move(capture).finish();
    stamp(contents, sample_provenance());
    return contents;
}

std::string bytes_of(std::filesystem::path const& path)
{
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::string output_error(std::function<void()> const& action)
{
    try {
        action();
    }
    catch (OutputError const& error) {
        return error.what();
    }
    return {};
}

}  // namespace stampede::testing
