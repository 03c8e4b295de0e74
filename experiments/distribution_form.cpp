#include "experiments/distribution_form.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "experiments/csv.hpp"
#include "model/base/check.hpp"

namespace stampede {

struct DistributionForm::Kind {
    Distribution::Kind kind;
    RosterLine line;
    std::array<RosterLine, 2> parameters;  // an empty name: there is no second one
    std::array<RosterLine, 3> columns;     // where the same numbers stand in a CSV file; empty: they cannot
};

namespace {

constexpr double not_given = std::numeric_limits<double>::quiet_NaN();

using Sort = Distribution::Kind;
constexpr std::array<DistributionForm::Kind, 9> all_kinds{{
    {Sort::constant, {"constant", "the same value in every row"}, {{{"value", "the value"}, {}}}, {}},
    {Sort::uniform,
     {"uniform", "equally likely between two ends"},
     {{{"low", "smallest value"}, {"high", "largest value"}}},
     {}},
    {Sort::normal, {"normal", "Gaussian"}, {{{"mean", "mean"}, {"sd", "standard deviation"}}}, {}},
    {Sort::lognormal,
     {"lognormal", "exp of a normal"},
     {{{"median", "median"}, {"sigma", "standard deviation of the logarithm"}}},
     {}},
    {Sort::pareto,
     {"pareto", "P(X > x) = (minimum / x)^exponent"},
     {{{"minimum", "smallest value"}, {"exponent", "tail exponent"}}},
     {}},
    {Sort::beta, {"beta", "between 0 and 1"}, {{{"a", "first shape"}, {"b", "second shape"}}}, {}},
    {Sort::quantiles,
     {"quantiles", "linear between given quantiles"},
     {{{"probabilities", "rising from 0 to 1"}, {"values", "value at each probability"}}},
     {{{"probability", "column of the probabilities"}, {"value", "column of the values"}, {}}}},
    {Sort::histogram,
     {"histogram", "log-linear inside classes (linear in a class that begins at 0)"},
     {{{"edges", "rising edges of the classes, one more than weights"}, {"weights", "weight of each class"}}},
     {{{"from", "column of the lower edges"}, {"to", "column of the upper edges"}, {"weight", "column of weights"}}}},
    {Sort::column,
     {"column", "given values, row i takes value i modulo their number"},
     {{{"values", "the values"}, {}}},
     {{{"column", "column of the values"}, {}, {}}}},
}};

bool is_list(DistributionForm::Kind const& kind)
{
    return !kind.columns[0].name.empty();
}

DistributionForm::Kind const& kind_of(Sort sort)
{
    for (auto const& kind : all_kinds)
        if (kind.kind == sort)
            return kind;
    throw BrokenInvariant{"a kind of distribution has no form"};
}

Distribution from_numbers(Sort sort, double a, double b)
{
    switch (sort) {
        case Sort::uniform:
            return Distribution::uniform(a, b);
        case Sort::normal:
            return Distribution::normal(a, b);
        case Sort::lognormal:
            return Distribution::lognormal(a, b);
        case Sort::pareto:
            return Distribution::pareto(a, b);
        case Sort::beta:
            return Distribution::beta(a, b);
        default:
            return Distribution::constant(a);
    }
}

Distribution from_lists(Sort sort, std::vector<double> a, std::vector<double> b)
{
    switch (sort) {
        case Sort::quantiles:
            return Distribution::quantiles(std::move(a), std::move(b));
        case Sort::histogram:
            return Distribution::histogram(std::move(a), std::move(b));
        default:
            return Distribution::column(std::move(a));
    }
}

/// Edges of classes that are given as pairs and must join.
std::vector<double> joined_edges(CsvTable const& table, std::string const& file, std::string const& from,
                                 std::string const& to)
{
    std::vector<double> edges = table.numbers(from);
    std::vector<double> const ends = table.numbers(to);
    for (std::size_t row = 0; row + 1 < edges.size(); ++row)
        if (ends[row] != edges[row + 1])
            throw InputError{fmt::format("{} line {}: the class ends at {}, the next begins at {}", file,
                                         table.line(row), ends[row], edges[row + 1])};
    if (!ends.empty())
        edges.push_back(ends.back());
    return edges;
}

}  // namespace

DistributionForm::DistributionForm() : kind_{all_kinds.data()}, numbers_{not_given, not_given} {}

DistributionForm::DistributionForm(Distribution const& value)
    : kind_{&kind_of(value.kind())},
      numbers_{not_given, not_given},
      origin_{value.origin()},
      stratified_{value.stratified()},
      inline_only_{true}
{
    if (is_list(*kind_)) {
        lists_ = {value.first(), value.second()};
        return;
    }
    std::vector<double> numbers = value.first();
    numbers.insert(numbers.end(), value.second().begin(), value.second().end());
    for (std::size_t i = 0; i < numbers_.size() && i < numbers.size(); ++i)
        numbers_[i] = numbers[i];
}

std::string_view DistributionForm::kind() const
{
    return kind_->line.name;
}

std::vector<RosterLine> DistributionForm::kinds() const
{
    std::vector<RosterLine> lines;
    for (Kind const& kind : all_kinds)
        lines.push_back(kind.line);
    return lines;
}

bool DistributionForm::choose(std::string_view name)
{
    for (Kind const& kind : all_kinds)
        if (kind.line.name == name) {
            *this = DistributionForm{};
            kind_ = &kind;
            return true;
        }
    return false;
}

void DistributionForm::visit(FieldVisitor& field)
{
    if (is_list(*kind_))
        visit_lists(field);
    else
        for (std::size_t i = 0; i < numbers_.size(); ++i)
            if (RosterLine const parameter = kind_->parameters[i]; !parameter.name.empty())
                field(parameter.name, numbers_[i], Range{}, "", parameter.meaning);
    field.pick("sample", stratified_, {"random", "stratified"},
               "random: independent draws; stratified: the sample has the distribution's shape exactly");
}

void DistributionForm::visit_lists(FieldVisitor& field)
{
    for (std::size_t i = 0; i < lists_.size(); ++i)
        if (RosterLine const parameter = kind_->parameters[i]; !parameter.name.empty())
            field(parameter.name, lists_[i], Range{}, "", parameter.meaning);
    field("origin", origin_, "where the numbers came from, for the record");
    if (inline_only_)
        return;
    field("file", file_, "CSV file that holds the numbers, instead of lists");
    for (std::size_t i = 0; i < columns_.size(); ++i)
        if (RosterLine const column = kind_->columns[i]; !column.name.empty())
            field(column.name, columns_[i], column.meaning);
}

std::array<std::vector<double>, 2> DistributionForm::lists_or_columns(InputFiles& files) const
{
    for (std::size_t i = 0; i < lists_.size(); ++i) {
        std::string_view const name = kind_->parameters[i].name;
        require(file_.empty() || lists_[i].empty(), fmt::format("has both \"file\" and \"{}\"", name));
        require(!file_.empty() || name.empty() || !lists_[i].empty(),
                fmt::format("{} needs \"{}\", or \"file\" and its columns", kind(), name));
    }
    if (file_.empty())
        return lists_;
    for (std::size_t i = 0; i < columns_.size(); ++i)
        require(kind_->columns[i].name.empty() || !columns_[i].empty(),
                fmt::format("{} needs \"{}\", the {}", kind(), kind_->columns[i].name, kind_->columns[i].meaning));
    CsvTable const table{file_, files.contents(file_)};
    require(table.rows() > 0, fmt::format("{} has no rows", file_));
    if (kind_->kind == Sort::histogram)
        return {joined_edges(table, file_, columns_[0], columns_[1]), table.numbers(columns_[2])};
    return {table.numbers(columns_[0]), columns_[1].empty() ? std::vector<double>{} : table.numbers(columns_[1])};
}

Distribution DistributionForm::make(InputFiles& files) const
{
    Distribution value;
    if (is_list(*kind_)) {
        auto [first, second] = lists_or_columns(files);
        value = from_lists(kind_->kind, std::move(first), std::move(second));
    }
    else {
        for (std::size_t i = 0; i < numbers_.size(); ++i)
            require(kind_->parameters[i].name.empty() || !std::isnan(numbers_[i]),
                    fmt::format("{} needs \"{}\", the {}", kind(), kind_->parameters[i].name,
                                kind_->parameters[i].meaning));
        value = from_numbers(kind_->kind, numbers_[0], numbers_[1]);
    }
    std::string columns;
    for (std::string const& column : columns_)
        if (!column.empty())
            columns += (columns.empty() ? "" : ", ") + column;
    value.set_origin(file_.empty() ? origin_ : fmt::format("{}: {}", file_, columns));
    value.set_stratified(stratified_);
    return value;
}

std::string distribution_text(Distribution const& value)
{
    DistributionForm::Kind const& kind = kind_of(value.kind());
    std::string text;
    if (value.kind() == Sort::constant)
        text = fmt::format("{}", value.first().at(0));
    else if (is_list(kind)) {
        bool const classes = value.kind() == Sort::histogram;
        text = fmt::format("{} of {} {}", kind.line.name, classes ? value.second().size() : value.first().size(),
                           classes ? "classes" : "values");
        if (!value.origin().empty())
            text += fmt::format(" ({})", value.origin());
    }
    else {
        std::vector<double> numbers = value.first();
        numbers.insert(numbers.end(), value.second().begin(), value.second().end());
        text = fmt::format("{}({})", kind.line.name, fmt::join(numbers, ", "));
    }
    return value.stratified() ? text + ", stratified" : text;
}

}  // namespace stampede
