#include "output/report/page.hpp"

#include <fmt/format.h>

#include "output/report/svg.hpp"

namespace stampede {

namespace {

constexpr std::string_view style = R"(
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 920px; padding: 20px 16px 48px; background: #fff; color: #1f2328;
       font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .4rem; }
h2 { font-size: 1.2rem; margin: 2.2rem 0 .6rem; border-bottom: 1px solid #d0d7de; padding-bottom: .25rem; }
h3 { font-size: 1rem; margin: 1.4rem 0 .4rem; }
p, ul { margin: .5rem 0; max-width: 72ch; } ul { padding-left: 1.2rem; } li { margin: .2rem 0; }
figure { margin: .9rem 0; } svg { display: block; width: 100%; height: auto; }
svg text { font-size: 12px; font-family: inherit; }
.narrow { display: none; max-width: 480px; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-size: .82rem; margin: .6rem 0; }
caption { text-align: left; color: #57606a; padding-bottom: .3rem; white-space: nowrap; }
th, td { padding: .25rem .5rem; border-bottom: 1px solid #e3e6ea; text-align: right; white-space: nowrap; }
th { font-weight: 600; white-space: normal; } th:first-child { text-align: left; padding-left: 0; } tbody th { font-weight: 400; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: .6rem 0; font-size: .9rem; }
dt { color: #57606a; } dd { margin: 0; overflow-wrap: anywhere; }
pre { background: #f6f8fa; padding: .7rem .8rem; overflow-x: auto; font-size: .8rem; line-height: 1.4; }
summary { cursor: pointer; }
@media (max-width: 760px) {
  caption { white-space: normal; } .wide { display: none; } .narrow { display: block; }
  body { font-size: 15px; padding: 14px 14px 32px; } h1 { font-size: 1.3rem; }
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; }
}
@media print { .narrow { display: none; } .wide { display: block; } figure { break-inside: avoid; } }
)";

}  // namespace

Page::Page(std::string const& title) : title_{title}
{
    body_ = fmt::format("<h1>{}</h1>\n", escaped(title));
}

void Page::section(std::string_view heading)
{
    body_ += fmt::format("{}<section>\n<h2>{}</h2>\n", open_ ? "</section>\n" : "", escaped(heading));
    open_ = true;
}

void Page::heading(std::string_view text)
{
    body_ += fmt::format("<h3>{}</h3>\n", escaped(text));
}

void Page::paragraph(std::string_view text)
{
    body_ += fmt::format("<p>{}</p>\n", escaped(text));
}

void Page::list(std::vector<std::string> const& items)
{
    body_ += "<ul>\n";
    for (std::string const& item : items)
        body_ += fmt::format("<li>{}</li>\n", escaped(item));
    body_ += "</ul>\n";
}

void Page::preformatted(std::string_view text)
{
    body_ += fmt::format("<pre tabindex=\"0\">{}</pre>\n", escaped(text));
}

void Page::folded(std::string_view heading, std::string_view text)
{
    body_ += fmt::format("<details>\n<summary>{}</summary>\n", escaped(heading));
    preformatted(text);
    body_ += "</details>\n";
}

void Page::facts(std::vector<std::pair<std::string, std::string>> const& all)
{
    body_ += "<dl>\n";
    for (auto const& [name, text] : all)
        if (!text.empty())
            body_ += fmt::format("<dt>{}</dt><dd>{}</dd>\n", escaped(name), escaped(text));
    body_ += "</dl>\n";
}

void Page::table(std::string_view caption, std::vector<std::string> const& head,
                 std::vector<std::vector<TableCell>> const& rows)
{
    body_ += fmt::format("<div class=\"scroll\" tabindex=\"0\"><table>\n<caption>{}</caption>\n<thead><tr>",
                         escaped(caption));
    for (std::string const& name : head)
        body_ += fmt::format("<th scope=\"col\">{}</th>", escaped(name));
    body_ += "</tr></thead>\n<tbody>\n";
    for (std::vector<TableCell> const& row : rows) {
        body_ += "<tr>";
        for (std::size_t i = 0; i < row.size(); ++i) {
            std::string const shown =
                row[i].value ? fmt::format("<data value=\"{}\">{}</data>", *row[i].value, escaped(row[i].shown))
                             : escaped(row[i].shown);
            body_ += i == 0 ? fmt::format("<th scope=\"row\">{}</th>", shown) : fmt::format("<td>{}</td>", shown);
        }
        body_ += "</tr>\n";
    }
    body_ += "</tbody></table></div>\n";
}

std::string Page::finish() &&
{
    return fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>{}</title>\n"
        "<style>{}</style>\n</head>\n<body>\n{}{}</body>\n</html>\n",
        escaped(title_), style, body_, open_ ? "</section>\n" : "");
}

}  // namespace stampede
