#include "model/policies/adl_rule.hpp"

#include <algorithm>
#include <numeric>

#include "model/base/check.hpp"
#include "model/base/math.hpp"
#include "model/haircuts.hpp"
#include "model/ledger.hpp"

namespace stampede {

double bitmex_score(AdlCandidate const& candidate)
{
    if (!(candidate.equity > 0) || !(candidate.entry > 0))
        return candidate.profit > 0 ? 1e300 : -1e300;
    double const leverage = candidate.notional / candidate.equity;
    double const gain = candidate.profit / candidate.entry;
    return gain > 0 ? gain * leverage : gain / leverage;
}

double binance_score(AdlCandidate const& candidate)
{
    if (!(candidate.profit > 0) || !(candidate.equity > 0) || !(candidate.margin > 0))
        return 0;
    return candidate.profit / candidate.margin * (candidate.maintenance / candidate.equity);
}

double hyperliquid_score(AdlCandidate const& candidate)
{
    if (!(candidate.equity > 0) || !(candidate.entry > 0) || !(candidate.notional > 0))
        return 1e300;
    double const move =
        candidate.is_short ? candidate.entry / candidate.notional : candidate.notional / candidate.entry;
    return move * (candidate.notional / candidate.equity);
}

double return_score(AdlCandidate const& candidate)
{
    return candidate.margin > 0 ? candidate.profit / candidate.margin : candidate.profit > 0 ? 1e300 : -1e300;
}

double leveraged_profit_score(AdlCandidate const& candidate)
{
    return return_score(candidate) * candidate.notional;
}

namespace {

double size_score(AdlCandidate const& candidate)
{
    return static_cast<double>(candidate.size.value());
}

Int128 sum_of(std::span<AdlCandidate const> candidates)
{
    Int128 sum = 0;
    for (AdlCandidate const& candidate : candidates)
        sum += candidate.size.value();
    return sum;
}

/// What can be closed of `needed` [units].
std::int64_t closable(Units needed, std::span<AdlCandidate const> candidates)
{
    return static_cast<std::int64_t>(std::min<Int128>(needed.value(), sum_of(candidates)));
}

enum class Score : std::uint8_t { bitmex, binance, hyperliquid, size, return_, leveraged_profit };

/// One after the other, from the highest score down.
class Queue final : public AdlRule {
  public:
    void visit(FieldVisitor& field) override
    {
        field.pick("score", score_, {"bitmex", "binance", "hyperliquid", "size", "return", "leveraged_profit"},
                   "who is closed first");
        field("winners_only", winners_only_, "whether positions in loss are passed over while winners are left");
    }
    [[nodiscard]] std::vector<Units> closes(Units needed, std::span<AdlCandidate const> candidates, Draws const& draws,
                                            std::uint64_t key) const override
    {
        struct Place {
            bool last;
            double score;
            std::uint64_t luck;
            std::size_t index;
        };
        std::vector<Place> places;
        for (std::size_t i = 0; i < candidates.size(); ++i)
            places.push_back({winners_only_ && !(candidates[i].profit > 0), score_of(candidates[i]),
                              draws.bits("adl/queue", key, i), i});
        std::sort(places.begin(), places.end(), [](Place const& a, Place const& b) {
            if (a.last != b.last)
                return b.last;
            if (a.score != b.score)
                return a.score > b.score;
            return a.luck != b.luck ? a.luck < b.luck : a.index < b.index;
        });
        std::vector<Units> closed(candidates.size(), Units{0});
        std::int64_t left = closable(needed, candidates);
        for (Place const& place : places) {
            closed[place.index] = Units{std::min(left, candidates[place.index].size.value())};
            left -= closed[place.index].value();
        }
        return closed;
    }

  private:
    [[nodiscard]] double score_of(AdlCandidate const& candidate) const
    {
        switch (score_) {
            case Score::binance:
                return binance_score(candidate);
            case Score::hyperliquid:
                return hyperliquid_score(candidate);
            case Score::size:
                return size_score(candidate);
            case Score::return_:
                return return_score(candidate);
            case Score::leveraged_profit:
                return leveraged_profit_score(candidate);
            case Score::bitmex:
                break;
        }
        return bitmex_score(candidate);
    }

    Score score_ = Score::bitmex;
    bool winners_only_ = true;
};

/// Whole units in proportion to wanted amounts that sum to what can be closed and exceed nobody's size.
std::vector<Units> in_proportion(std::int64_t total, std::span<double const> wanted,
                                 std::span<AdlCandidate const> candidates, Draws const& draws, std::uint64_t key)
{
    std::vector<Units> closed;
    std::int64_t left = total;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        auto const whole = static_cast<std::int64_t>(std::min(wanted[i], size_score(candidates[i])));
        closed.push_back(Units{std::min({whole, candidates[i].size.value(), left})});
        left -= closed.back().value();
    }
    // Fractions that were cut off, one unit at a time, to the largest remainders that still have room.
    std::vector<std::size_t> order(candidates.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    auto const rest = [&](std::size_t i) { return wanted[i] - static_cast<double>(closed[i].value()); };
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        if (rest(a) != rest(b))
            return rest(a) > rest(b);
        std::uint64_t const first = draws.bits("adl/share", key, a), second = draws.bits("adl/share", key, b);
        return first != second ? first < second : a < b;
    });
    for (std::size_t k = 0; left > 0 && !order.empty(); k = (k + 1) % order.size()) {
        std::size_t const i = order[k];
        if (closed[i] < candidates[i].size) {
            closed[i] += Units{1};
            --left;
        }
    }
    return closed;
}

/// Everybody gives the same part of the position.
class ProRata final : public AdlRule {
  public:
    [[nodiscard]] std::vector<Units> closes(Units needed, std::span<AdlCandidate const> candidates, Draws const& draws,
                                            std::uint64_t key) const override
    {
        std::vector<Amount> sizes;
        for (AdlCandidate const& candidate : candidates)
            sizes.push_back(Amount{candidate.size.value()});
        std::vector<Units> closed;
        for (Amount const part : split(Amount{closable(needed, candidates)}, sizes, draws, "adl/pro rata", key))
            closed.push_back(Units{part.value()});
        return closed;
    }
};

/// Shares that follow weights until a cap is reached: sizes are the endowments, caps parts of them. What the caps leave
/// open is closed pro rata: a loss must be met.
class Weighted : public AdlRule {
  public:
    [[nodiscard]] std::vector<Units> closes(Units needed, std::span<AdlCandidate const> candidates, Draws const& draws,
                                            std::uint64_t key) const override
    {
        std::int64_t const total = closable(needed, candidates);
        std::vector<double> sizes, caps, weights;
        double room = 0;
        for (AdlCandidate const& candidate : candidates) {
            double const weight = std::max(0.0, weight_of(candidate));
            sizes.push_back(size_score(candidate));
            caps.push_back(weight > 0 ? cap_of(candidate) : 0);
            weights.push_back(weight);
            room += sizes.back() * caps.back();
        }
        double const wish = std::min(static_cast<double>(total), room);
        std::vector<double> wanted = weighted_haircuts(sizes, caps, weights, wish);
        double const open = static_cast<double>(total) - wish;
        double const whole = static_cast<double>(sum_of(candidates)) - wish;
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            wanted[i] *= sizes[i];
            if (open > 0 && whole > 0)
                wanted[i] += (sizes[i] - wanted[i]) * (open / whole);
        }
        return in_proportion(total, wanted, candidates, draws, key);
    }

  protected:
    /// Share of the loss per unit of size.
    [[nodiscard]] virtual double weight_of(AdlCandidate const& candidate) const = 0;
    /// Largest part of a position that is closed.
    [[nodiscard]] virtual double cap_of(AdlCandidate const&) const { return 1; }
};

/// In proportion to what each has won.
class ProRataWealth final : public Weighted {
  protected:
    [[nodiscard]] double weight_of(AdlCandidate const& candidate) const override
    {
        return candidate.size.value() > 0 ? candidate.profit / size_score(candidate) : 0;
    }
};

class Capped final : public Weighted {
  public:
    void visit(FieldVisitor& field) override
    {
        field("cap", cap_, unit_interval, "1",
              "largest part of a winning position that is closed while others have room");
        field("from", from_, not_negative, "settlement asset, smallest unit",
              "notional from which a position has that cap; smaller ones may be closed whole");
    }

  protected:
    [[nodiscard]] double weight_of(AdlCandidate const& candidate) const override
    {
        return candidate.profit > 0 ? 1 : 0;
    }
    [[nodiscard]] double cap_of(AdlCandidate const& candidate) const override
    {
        return candidate.notional >= from_ ? cap_.value() : 1;
    }

  private:
    Share cap_{0.5};
    double from_ = 0;
};

/// In proportion to a power of leverage.
class RiskWeighted final : public Weighted {
  public:
    void visit(FieldVisitor& field) override
    {
        field("cap", cap_, unit_interval, "1",
              "largest part of a winning position that is closed while others have room");
        field("power", power_, {0, 10}, "1", "weight is leverage to this power");
    }

  protected:
    [[nodiscard]] double weight_of(AdlCandidate const& candidate) const override
    {
        if (!(candidate.profit > 0) || !(candidate.equity > 0))
            return 0;
        return pow(candidate.notional / candidate.equity, power_);
    }
    [[nodiscard]] double cap_of(AdlCandidate const&) const override { return cap_.value(); }

  private:
    Share cap_{1};
    double power_ = 2;
};

}  // namespace

template <>
Roster<AdlRule> const& roster<AdlRule>()
{
    static Roster<AdlRule> const list{
        "adl_rule",
        {entry<AdlRule, Queue>("queue", "one after the other, from the highest score down"),
         entry<AdlRule, ProRata>("pro_rata", "everybody the same part of the position"),
         entry<AdlRule, ProRataWealth>("pro_rata_wealth", "in proportion to unrealised profit"),
         entry<AdlRule, Capped>("capped", "winners alike, the large ones not beyond a cap while others have room"),
         entry<AdlRule, RiskWeighted>("risk_weighted", "winners by a power of their leverage, with a cap")}};
    return list;
}

}  // namespace stampede
