#include "model/policies/oracle_rule.hpp"

#include <string>
#include <vector>

#include "model/funding.hpp"

namespace stampede {
namespace {

std::vector<IndexSource> open_sources(std::span<OracleSource const> sources)
{
    std::vector<IndexSource> open;
    for (OracleSource const& source : sources)
        if (source.open && source.price.value() > 0)
            open.push_back({source.price, 1});
    return open;
}

/// One number for all mids, none of which lies farther from their median than the clamp.
template <Price (*index_of)(std::span<IndexSource const>, double)>
class ClampedOracle final : public OracleRule {
  public:
    void visit(FieldVisitor& field) override
    {
        field("clamp", clamp_, not_negative, "1", "largest relative distance of a venue's mid from the median");
    }
    [[nodiscard]] Price index(std::span<OracleSource const> sources) const override
    {
        std::vector<IndexSource> const open = open_sources(sources);
        return open.empty() ? Price{0} : index_of(open, clamp_);
    }

  private:
    double clamp_ = 0.05;
};

/// The mid of one venue alone, whatever it is worth elsewhere.
class SingleOracle final : public OracleRule {
  public:
    void visit(FieldVisitor& field) override
    {
        field.reference("venue", venue_, RefersTo::institution, "whose mid it is; none = the market's own venue");
    }
    [[nodiscard]] Price index(std::span<OracleSource const> sources) const override
    {
        for (OracleSource const& source : sources)
            if (source.open && (venue_.empty() ? source.own : source.venue == venue_))
                return source.price;
        return Price{0};
    }

  private:
    std::string venue_;
};

/// The median, averaged over time.
class TwapOracle final : public OracleRule {
  public:
    void visit(FieldVisitor& field) override
    {
        field("window", window_, not_negative, "time over which the median is averaged");
        field("clamp", clamp_, not_negative, "1", "largest relative distance of a venue's mid from the median");
    }
    [[nodiscard]] Price index(std::span<OracleSource const> sources) const override
    {
        std::vector<IndexSource> const open = open_sources(sources);
        return open.empty() ? Price{0} : median_index(open, clamp_);
    }
    [[nodiscard]] Duration window() const override { return window_; }

  private:
    Duration window_{600};
    double clamp_ = 0.05;
};

}  // namespace

template <>
Roster<OracleRule> const& roster<OracleRule>()
{
    static Roster<OracleRule> const list{
        "oracle_rule",
        {entry<OracleRule, ClampedOracle<median_index>>("median",
                                                        "median of the venues' mids, outliers brought nearer"),
         entry<OracleRule, ClampedOracle<mean_index>>("mean", "mean of the venues' mids, outliers brought nearer"),
         entry<OracleRule, SingleOracle>("single", "one venue's mid alone"),
         entry<OracleRule, TwapOracle>("twap", "median of the venues' mids, averaged over time")}};
    return list;
}

}  // namespace stampede
