#pragma once
// A picture as text: SVG elements on a canvas measured in pixels, y downwards.

#include <string>
#include <string_view>
#include <vector>

namespace stampede {

/// Text as it may stand in HTML, XML and their attributes.
[[nodiscard]] std::string escaped(std::string_view text);

struct Point {
    double x, y;
};

/// Where a text is held.
enum class Anchor { start, middle, end };

/// One self-contained <svg> element with a title and a description for those who cannot see it.
class Svg {
  public:
    /// @param id  unlike that of any other picture on the page
    Svg(double width, double height, std::string_view id, std::string_view title, std::string_view description);

    void line(Point from, Point to, std::string_view colour, std::string_view dashes = "");
    /// Draws nothing for fewer than two points.
    void polyline(std::vector<Point> const& points, std::string_view colour, std::string_view dashes = "");
    /// A closed outline, filled.
    void area(std::vector<Point> const& outline, std::string_view colour, double opacity);
    void rectangle(Point corner, double width, double height, std::string_view colour);
    void text(Point at, std::string_view words, Anchor anchor, std::string_view colour, bool bold = false);

    [[nodiscard]] std::string finish() &&;

  private:
    std::string text_;
};

namespace ink {
inline constexpr std::string_view text = "#1f2328", faint = "#57606a", grid = "#e3e6ea", axis = "#8c959f";
}

/// Colours that are told apart whatever one's colour vision, in the order in which they are used; counts on from the
/// first. @source Okabe and Ito, Color Universal Design, 2008, less yellow
[[nodiscard]] std::string_view colour_of(std::size_t number);

/// Width of a text in the font of the pictures, roughly [pixels].
[[nodiscard]] double width_of(std::string_view words);

/// The text in lines that are no wider than `width` [pixels], broken between words.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view words, double width);

inline constexpr double font_size = 12;

}  // namespace stampede
