#include "model/policies/circuit_breaker.hpp"

#include <algorithm>

namespace stampede {
namespace {

class NoBreaker final : public CircuitBreaker {};

/// Trading stops when the price has moved too far within a window.
/// @source default: first level of the US market-wide circuit breakers, 7 % in a day and 15 minutes (NYSE rule 7.12)
class Halt final : public CircuitBreaker {
  public:
    void visit(FieldVisitor& field) override
    {
        field("trigger", trigger_, positive, "1", "relative move from the reference, up or down, that stops trading");
        field("window", window_, not_negative, "time after which the present mid becomes the reference; 0 = never");
        field("cool_down", cool_down_, not_negative, "time for which trading stops; 0 = it goes on");
    }
    [[nodiscard]] Duration window() const override { return window_; }
    [[nodiscard]] Duration halt(BreakerQuestion const& question) const override
    {
        if (!(question.reference > 0))
            return Duration{0};
        double const move = question.mid / question.reference - 1;
        return std::max(move, -move) >= trigger_ ? cool_down_ : Duration{0};
    }

  private:
    double trigger_ = 0.07;
    Duration window_{86400}, cool_down_{15 * 60};
};

/// The price may not leave a corridor around its reference; trading goes on inside it.
/// @source default: US limit-up limit-down bands of large shares, 5 % around a five-minute reference
class PriceBand final : public CircuitBreaker {
  public:
    void visit(FieldVisitor& field) override
    {
        field("width", width_, not_negative, "1", "largest relative move from the reference, up or down");
        field("window", window_, not_negative, "time after which the present mid becomes the reference; 0 = never");
    }
    [[nodiscard]] Duration window() const override { return window_; }
    [[nodiscard]] Corridor corridor(BreakerQuestion const& question) const override
    {
        if (!(question.reference > 0))
            return CircuitBreaker::corridor(question);
        return {question.reference * std::max(0.0, 1 - width_), question.reference * (1 + width_)};
    }

  private:
    double width_ = 0.05;
    Duration window_{5 * 60};
};

}  // namespace

template <>
Roster<CircuitBreaker> const& roster<CircuitBreaker>()
{
    static Roster<CircuitBreaker> const breakers{
        "circuit breaker",
        {
            entry<CircuitBreaker, NoBreaker>("none", "the market is always open"),
            entry<CircuitBreaker, Halt>("halt", "trading stops for a time after a large move"),
            entry<CircuitBreaker, PriceBand>("band", "the price cannot leave a corridor"),
        }};
    return breakers;
}

}  // namespace stampede
