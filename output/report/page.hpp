#pragma once
// A page of HTML that needs nothing but itself.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "output/report/panel.hpp"

namespace stampede {

/// A cell of a table; a number also stands in the page in full.
struct TableCell {
    std::string shown;
    std::optional<double> value = {};
};

class Page {
  public:
    explicit Page(std::string const& title);

    void section(std::string_view heading);
    void heading(std::string_view text);
    void paragraph(std::string_view text);
    void list(std::vector<std::string> const& items);
    /// Text as it stands, on lines of its own.
    void preformatted(std::string_view text);
    /// The same, folded away under a heading.
    void folded(std::string_view heading, std::string_view text);
    /// Pairs of a name and what it is.
    void facts(std::vector<std::pair<std::string, std::string>> const& all);
    /// The first cell of each row is its name.
    void table(std::string_view caption, std::vector<std::string> const& head,
               std::vector<std::vector<TableCell>> const& rows);
    /// A picture in two widths, of which a screen shows one.
    /// @param picture  called with each frame
    template <class Picture>
    void picture(Picture const& picture)
    {
        body_ += "<figure>\n<div class=\"wide\">" + picture(wide) + "</div>\n<div class=\"narrow\">" + picture(narrow) +
                 "</div>\n</figure>\n";
    }

    [[nodiscard]] std::string finish() &&;

  private:
    static inline Frame const wide{920, 9, "-w"}, narrow{350, 4, "-n"};

    std::string title_, body_;
    bool open_ = false;
};

}  // namespace stampede
