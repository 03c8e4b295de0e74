#pragma once
// How a parameter differs between the rows of a population.

#include <cstdint>
#include <string>
#include <vector>

#include "model/base/beta.hpp"
#include "model/base/draws.hpp"

namespace stampede {

/// A distribution given by its quantile function; the same on every CPU.
class Distribution {
  public:
    enum class Kind { constant, uniform, normal, lognormal, pareto, beta, quantiles, histogram, column };

    // Every factory throws InputError that names the value if the numbers make no distribution.

    static Distribution constant(double value);
    static Distribution uniform(double low, double high);
    static Distribution normal(double mean, double sd);
    /// exp(normal) with this median and standard deviation of the logarithm.
    static Distribution lognormal(double median, double sigma);
    /// P(X > x) = (minimum / x)^exponent.
    static Distribution pareto(double minimum, double exponent);
    /// @param a, b  shapes in [0.05, 1e6]
    static Distribution beta(double a, double b);
    /// Linear between (probability, value) pairs; probabilities rise from 0 to 1, values do not fall.
    static Distribution quantiles(std::vector<double> probabilities, std::vector<double> values);
    /// Log-linear inside classes [edge_i, edge_i+1) with these weights; a first edge of 0 is linear.
    static Distribution histogram(std::vector<double> edges, std::vector<double> weights);
    /// One given value per row, row i takes value i modulo the size.
    static Distribution column(std::vector<double> values);

    Distribution() = default;  ///< constant 0

    /// @param p in (0, 1)
    [[nodiscard]] double quantile(double p) const;
    /// Value of one row. Random: a keyed draw. Stratified: the quantiles (i + 1/2) / rows in an order of their own
    /// for every purpose, so that the sample has the distribution's shape exactly.
    [[nodiscard]] double at(std::uint64_t row, std::uint64_t rows, Draws const& draws, Purpose purpose) const;

    [[nodiscard]] Kind kind() const { return kind_; }
    /// The numbers that define it, in the order of the factory's arguments.
    [[nodiscard]] std::vector<double> const& first() const { return first_; }
    [[nodiscard]] std::vector<double> const& second() const { return second_; }
    [[nodiscard]] bool stratified() const { return stratified_; }
    void set_stratified(bool stratified) { stratified_ = stratified; }
    /// Where the numbers were read from ("" if inline): file and column, kept for the effective config.
    [[nodiscard]] std::string const& origin() const { return origin_; }
    void set_origin(std::string origin) { origin_ = std::move(origin); }
    /// Smallest and largest value it can give; infinite where unbounded.
    [[nodiscard]] double lowest() const;
    [[nodiscard]] double highest() const;

  private:
    Distribution(Kind kind, std::vector<double> first, std::vector<double> second);
    [[nodiscard]] double quantiles_quantile(double p) const;
    [[nodiscard]] double histogram_quantile(double p) const;

    Kind kind_ = Kind::constant;
    std::vector<double> first_ = {0.0}, second_;
    std::vector<double> table_;  // histogram: cumulative share of the classes; column: the values in rising order
    BetaQuantile beta_;
    bool stratified_ = false;
    std::string origin_;
};

}  // namespace stampede
