#include "experiments/price_files.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "experiments/csv.hpp"
#include "experiments/time_text.hpp"
#include "model/base/check.hpp"

namespace stampede {

namespace {

/// Times as dates, in hours after the start; as they stand if they are numbers.
std::vector<double> hours_of(CsvTable const& table, PricePath const& path, std::optional<double> start)
{
    std::vector<std::string> const texts = table.texts(path.time_column);
    if (texts.empty() || !parse_utc(texts.front()))
        return table.numbers(path.time_column);
    require(start.has_value(), fmt::format("{} has dates, so the experiment needs a \"start\"", path.file));
    std::vector<double> hours;
    for (std::size_t row = 0; row < texts.size(); ++row) {
        auto const time = parse_utc(texts[row]);
        if (!time)
            throw InputError{fmt::format("{} line {}: \"{}\" is not a date such as 2022-05-07T06:00Z", path.file,
                                         table.line(row), texts[row])};
        hours.push_back((*time - *start) / 3600);
    }
    return hours;
}

void check_points(PricePath const& path)
{
    require(path.hours.size() == path.prices.size(),
            fmt::format("has {} hours but {} prices", path.hours.size(), path.prices.size()));
    for (std::size_t i = 1; i < path.hours.size(); ++i)
        if (!(path.hours[i - 1] < path.hours[i]))
            throw InputError{fmt::format("times must rise, but hour {} follows {}", path.hours[i], path.hours[i - 1])};
    for (double const price : path.prices)
        if (!(price > 0))
            throw InputError{fmt::format("prices must be above 0, but one is {}", price)};
}

}  // namespace

void load_price_path(PricePath& path, std::optional<double> start, InputFiles& files)
{
    if (!path.file.empty()) {
        require(path.hours.empty() && path.prices.empty(), "has both a file and points of its own");
        CsvTable const table{path.file, files.contents(path.file)};
        path.hours = hours_of(table, path, start);
        path.prices = table.numbers(path.price_column);
        require(!path.hours.empty(), fmt::format("{} has no rows", path.file));
        path.file.clear();
    }
    check_points(path);
}

}  // namespace stampede
