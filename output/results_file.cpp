#include "output/results_file.hpp"

#include "model/base/check.hpp"
#include "output/output_error.hpp"
#include "output/schema.hpp"

namespace stampede {

namespace {

FileFormat const& results_format()
{
    static FileFormat const format{"stampede-results", results_format_version, "results file"};
    return format;
}

}  // namespace

void write_results(std::filesystem::path const& path, Contents const& contents)
{
    ensure(text_of(contents.attributes_of("/"), "format") == results_format().name, "results without provenance");
    write_contents(path, contents);
}

ResultsFile::ResultsFile(std::filesystem::path path) : file_{std::move(path), results_format()} {}

std::vector<double> ResultsFile::numbers(std::string_view dataset) const
{
    return std::visit(
        [&]<class T>(std::vector<T> const& values) -> std::vector<double> {
            if constexpr (std::is_same_v<T, std::string>)
                throw OutputError{file_.path().string() + std::string{dataset}, "holds text, not numbers",
                                  "\"stampede inspect --datasets\" lists the types."};
            else {
                std::vector<double> all;
                all.reserve(values.size());
                for (T const value : values)
                    all.push_back(static_cast<double>(value));
                return all;
            }
        },
        file_.read(dataset).values);
}

std::vector<std::int64_t> ResultsFile::integers(std::string_view dataset) const
{
    return std::visit(
        [&]<class T>(std::vector<T> const& values) -> std::vector<std::int64_t> {
            if constexpr (std::is_integral_v<T>)
                return {values.begin(), values.end()};
            else
                throw OutputError{file_.path().string() + std::string{dataset}, "does not hold integers",
                                  "\"stampede inspect --datasets\" lists the types."};
        },
        file_.read(dataset).values);
}

std::vector<std::string> ResultsFile::texts(std::string_view dataset) const
{
    Dataset all = file_.read(dataset);
    auto* const texts = std::get_if<std::vector<std::string>>(&all.values);
    if (texts == nullptr)
        throw OutputError{file_.path().string() + std::string{dataset}, "holds numbers, not text",
                          "\"stampede inspect --datasets\" lists the types."};
    return std::move(*texts);
}

std::string ResultsFile::text(std::string_view attribute) const
{
    return text_of(file_.attributes("/"), attribute);
}

std::uint64_t ResultsFile::seed() const
{
    Attributes const root = file_.attributes("/");
    Values const* const found = find(root, "seed");
    auto const* const seed = found == nullptr ? nullptr : std::get_if<std::vector<std::uint64_t>>(found);
    if (seed == nullptr || seed->size() != 1)
        throw OutputError{file_.path().string(), "does not say its seed", "Run the experiment again."};
    return seed->front();
}

}  // namespace stampede
