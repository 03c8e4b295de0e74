#include "output/report/panel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "output/report/svg.hpp"

namespace stampede {

namespace {

constexpr double left = 52, right = 14, title_row = 17, legend_row = 17, clearance = 9, plot_height = 110, foot = 38;
constexpr std::size_t value_marks = 4;

bool is_drawn(double value)
{
    return std::isfinite(value);
}

struct Extent {
    double low = std::numeric_limits<double>::infinity(), high = -std::numeric_limits<double>::infinity();

    void take(std::vector<double> const& values)
    {
        for (double const value : values)
            if (is_drawn(value)) {
                low = std::min(low, value);
                high = std::max(high, value);
            }
    }
    [[nodiscard]] bool empty() const { return low > high; }
};

Extent range_of(Panel const& panel)
{
    Extent range;
    for (Curve const& curve : panel.curves) {
        range.take(curve.values);
        if (curve.fan) {
            range.take(curve.fan->low90);
            range.take(curve.fan->high90);
        }
    }
    if (range.empty())
        return {0, 1};
    if (panel.from_zero) {
        range.low = std::min(range.low, 0.0);
        range.high = std::max(range.high, 0.0);
    }
    return range;
}

/// Maps hours and values to the canvas and draws one panel on it.
class Drawing {
  public:
    Drawing(Panel const& panel, TimeAxis const& time, Frame const& frame, std::string const& id)
        : panel_{panel},
          time_{time},
          frame_{frame},
          range_{range_of(panel)},
          unit_{shown_unit(panel.unit, std::max(std::abs(range_.low), std::abs(range_.high)))},
          marks_{round_ticks(range_.low * unit_.factor, range_.high * unit_.factor, value_marks)},
          title_{wrapped(title(), frame.width)},
          top_{legend_top() + legend_row * static_cast<double>(place_legend()) + clearance},
          svg_{frame.width, top_ + plot_height + foot, id, panel.title, described(panel)}
    {
    }

    std::string drawn(std::vector<Moment> const& moments) &&
    {
        for (std::size_t line = 0; line < title_.size(); ++line)
            svg_.text({0, 13 + title_row * static_cast<double>(line)}, title_[line], Anchor::start, ink::text, true);
        draw_legend();
        draw_axes();
        for (Curve const& curve : panel_.curves)
            draw_fan(curve);
        for (Moment const& moment : moments)
            draw_moment(moment);
        for (Curve const& curve : panel_.curves)
            draw_line(curve);
        return std::move(svg_).finish();
    }

  private:
    [[nodiscard]] std::string title() const
    {
        std::string const unit = unit_.name + (panel_.unit_note.empty() ? "" : " " + panel_.unit_note);
        return unit.empty() ? panel_.title : fmt::format("{} [{}]", panel_.title, unit);
    }
    [[nodiscard]] double legend_top() const { return title_row * static_cast<double>(title_.size()) + 3; }
    [[nodiscard]] double x(double hour) const
    {
        double const hours = time_.last() > 0 ? time_.last() : 1;
        return left + (frame_.width - left - right) * hour / hours;
    }
    [[nodiscard]] double y(double shown) const
    {
        double const low = marks_.front(), high = marks_.back();
        return top_ + plot_height * (1 - (shown - low) / (high - low));
    }
    [[nodiscard]] Point at(std::size_t row, double value) const
    {
        return {x(panel_.hours[row]), y(value * unit_.factor)};
    }

    /// Puts the names of the lines into rows. @return how many
    std::size_t place_legend()
    {
        double across = 0;
        std::size_t row = 0;
        for (Curve const& curve : panel_.curves) {
            double const width = 24 + width_of(curve.name) + 14;
            if (across > 0 && across + width > frame_.width) {
                across = 0;
                ++row;
            }
            legend_.push_back({across, legend_top() + legend_row * static_cast<double>(row) + 8});
            across += width;
        }
        return row + 1;
    }

    void draw_legend()
    {
        for (std::size_t i = 0; i < legend_.size(); ++i) {
            Curve const& curve = panel_.curves[i];
            Point const corner = legend_[i];
            svg_.polyline({corner, {corner.x + 19, corner.y}}, colour_of(curve.colour), dashes_of(curve));
            svg_.text({corner.x + 24, corner.y + 4}, curve.name, Anchor::start, ink::text);
        }
    }

    void draw_axes()
    {
        for (double const mark : marks_) {
            svg_.line({left, y(mark)}, {frame_.width - right, y(mark)}, mark == 0 ? ink::axis : ink::grid);
            svg_.text({left - 6, y(mark) + 4}, fmt::format("{:g}", mark), Anchor::end, ink::faint);
        }
        double const bottom = top_ + plot_height;
        for (Tick const& tick : time_.ticks(frame_.time_marks)) {
            svg_.line({x(tick.value), bottom}, {x(tick.value), bottom + 4}, ink::axis);
            double const half = width_of(tick.label) / 2;
            double const middle = std::clamp(x(tick.value), half, frame_.width - half);
            svg_.text({middle, bottom + 17}, tick.label, Anchor::middle, ink::faint);
        }
        svg_.text({(left + frame_.width - right) / 2, bottom + 32}, time_.name(), Anchor::middle, ink::faint);
    }

    void draw_moment(Moment const& moment)
    {
        svg_.line({x(moment.hour), top_}, {x(moment.hour), top_ + plot_height}, ink::faint, "2 3");
        svg_.text({x(moment.hour) + 3, top_ + 10}, moment.letter, Anchor::start, ink::faint, true);
    }

    void draw_band(std::vector<double> const& low, std::vector<double> const& high, std::size_t colour)
    {
        std::vector<Point> above, below;
        auto const close = [&] {
            above.insert(above.end(), below.rbegin(), below.rend());
            svg_.area(above, colour_of(colour), 0.22);
            above.clear();
            below.clear();
        };
        for (std::size_t row = 0; row < low.size(); ++row) {
            if (!is_drawn(low[row]) || !is_drawn(high[row])) {
                close();
                continue;
            }
            above.push_back(at(row, high[row]));
            below.push_back(at(row, low[row]));
        }
        close();
    }

    void draw_fan(Curve const& curve)
    {
        if (!curve.fan)
            return;
        draw_band(curve.fan->low90, curve.fan->high90, curve.colour);
        draw_band(curve.fan->low50, curve.fan->high50, curve.colour);
    }

    void draw_line(Curve const& curve)
    {
        std::vector<Point> piece;
        auto const close = [&] {
            svg_.polyline(thinned(piece), colour_of(curve.colour), dashes_of(curve));
            piece.clear();
        };
        for (std::size_t row = 0; row < curve.values.size(); ++row) {
            if (is_drawn(curve.values[row]))
                piece.push_back(at(row, curve.values[row]));
            else
                close();
        }
        close();
    }

    static std::string_view dashes_of(Curve const& curve) { return curve.dashed ? "5 3" : ""; }

    /// First, lowest, highest and last point of every pixel: no spike is lost.
    static std::vector<Point> thinned(std::vector<Point> const& points)
    {
        std::vector<Point> kept;
        for (std::size_t begin = 0; begin < points.size();) {
            std::size_t end = begin + 1;
            while (end < points.size() && points[end].x < points[begin].x + 1)
                ++end;
            std::size_t lowest = begin, highest = begin;
            for (std::size_t i = begin; i < end; ++i) {
                lowest = points[i].y > points[lowest].y ? i : lowest;
                highest = points[i].y < points[highest].y ? i : highest;
            }
            std::vector<std::size_t> wanted{begin, lowest, highest, end - 1};
            std::ranges::sort(wanted);
            wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
            for (std::size_t const i : wanted)
                kept.push_back(points[i]);
            begin = end;
        }
        return kept;
    }

    Panel const& panel_;
    TimeAxis const& time_;
    Frame const& frame_;
    Extent range_;
    ShownUnit unit_;
    std::vector<double> marks_;
    std::vector<std::string> title_;
    std::vector<Point> legend_;
    double top_;
    Svg svg_;
};

}  // namespace

std::string described(Panel const& panel)
{
    Extent const range = range_of(panel);
    ShownUnit const unit = shown_unit(panel.unit, std::max(std::abs(range.low), std::abs(range.high)));
    std::string text;
    for (Curve const& curve : panel.curves) {
        Extent own;
        own.take(curve.values);
        if (own.empty())
            continue;
        auto const first = std::ranges::find_if(curve.values, is_drawn);
        auto const last = std::ranges::find_if(curve.values.rbegin(), curve.values.rend(), is_drawn);
        auto const said = [&](double value) { return fmt::format("{:.3g}", value * unit.factor); };
        text += fmt::format("{}{}: begins at {}, lowest {}, highest {}, ends at {} {}.", text.empty() ? "" : " ",
                            curve.name, said(*first), said(own.low), said(own.high), said(*last), unit.name);
    }
    return text.empty() ? "Nothing to show." : text;
}

std::string draw(Panel const& panel, TimeAxis const& time, std::vector<Moment> const& moments, Frame const& frame,
                 std::string const& id)
{
    return Drawing{panel, time, frame, id + frame.suffix}.drawn(moments);
}

}  // namespace stampede
