#include "output/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "output/output_error.hpp"
#include "output/report/runs.hpp"
#include "output/report/sections.hpp"
#include "output/report/series.hpp"
#include "output/summary_text.hpp"

namespace stampede {

namespace {

/// How many worlds get pictures of their own.
constexpr std::size_t drawn_worlds = 4;

/// The summary of a run, without the question, which is the headline.
std::vector<std::string> one_in_words(Contents const& summary, std::size_t run)
{
    std::vector<std::string> lines;
    std::istringstream stream{summary_text(summary, run)};
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line.substr(std::min(line.find_first_not_of(' '), line.size())));
    if (!lines.empty() && lines.front() == text_of(summary.attributes_of("/"), "title"))
        lines.erase(lines.begin());
    return lines;
}

void add_words(Page& page, Contents const& summary, std::vector<WorldRuns> const& worlds)
{
    page.section("In words");
    for (std::size_t i = 0; i < std::min(worlds.size(), drawn_worlds); ++i) {
        if (worlds.size() > 1)
            page.heading(worlds[i].name());
        page.list(worlds[i].runs.size() > 1 ? many_in_words(summary, worlds[i])
                                            : one_in_words(summary, worlds[i].runs.front()));
    }
}

void add_timeline(Page& page, WorldSeries const& series, TimeAxis const& time, std::string const& id)
{
    std::vector<Moment> const moments = series.moments();
    std::vector<std::string> said;
    for (Moment const& moment : moments)
        said.push_back(fmt::format("{}: {}, {}", moment.letter, moment.name, time.moment(moment.hour)));
    if (!said.empty())
        page.list(said);
    std::size_t number = 0;
    for (Panel const& panel : series.panels()) {
        std::string const own = fmt::format("{}-{}", id, number++);
        page.picture([&](Frame const& frame) { return draw(panel, time, moments, frame, own); });
    }
}

void add_pictures(Page& page, ResultsFile const& results, Contents const& summary, std::vector<WorldRuns> const& worlds,
                  std::optional<double> start)
{
    page.section("What happened when");
    bool const recorded = std::ranges::any_of(results.file().datasets(),
                                              [](std::string const& path) { return path.starts_with("/series/"); });
    if (!recorded) {
        page.paragraph(
            "The file holds outcomes only, no series. The option --series of \"ensemble\" and \"compare\" "
            "keeps them; \"run\" keeps them unless the experiment says otherwise.");
        return;
    }
    if (worlds.front().runs.size() > 1)
        page.paragraph(
            "Lines are medians over runs; of the runs the dark band holds half, both bands together nine in ten.");
    for (std::size_t i = 0; i < std::min(worlds.size(), drawn_worlds); ++i) {
        if (worlds.size() > 1)
            page.heading(worlds[i].name());
        WorldSeries const series{results, summary, worlds[i].runs};
        add_timeline(page, series, {series.last_hour(), start}, fmt::format("time-{}", i));
    }
    if (worlds.size() > drawn_worlds)
        page.paragraph(fmt::format("{} more worlds are in the file.", worlds.size() - drawn_worlds));
}

void add_who_left(Page& page, ResultsFile const& results, Contents const& summary, WorldRuns const& world,
                  std::optional<double> start)
{
    page.section("Who left first");
    WorldSeries const series{results, summary, world.runs};
    Panel const askers = series.askers();
    if (!askers.curves.empty()) {
        TimeAxis const time{series.last_hour(), start};
        page.picture([&](Frame const& frame) { return draw(askers, time, series.moments(), frame, "askers"); });
    }
    add_sizes(page, summary, world);
}

void add_origin(Page& page, ResultsFile const& results)
{
    page.section("How to make it again");
    std::string const name = results.file().path().filename().string();
    page.paragraph(
        "This is the command that made the results; the second line makes them again from their file alone "
        "and compares every bit.");
    page.preformatted(results.text("command_line") + "\nstampede reproduce " + name);
    bool const dated = std::ranges::count(results.file().groups(), "/provenance") > 0;
    Attributes const made = dated ? results.file().attributes("/provenance") : Attributes{};
    page.facts({{"results file", name},
                {"seed", fmt::format("{}", results.seed())},
                {"random numbers", results.text("rng")},
                {"program", fmt::format("stampede {} ({})", results.text("code_version"), results.text("git_commit"))},
                {"libraries", results.text("libraries")},
                {"configuration", "SHA-256 " + results.text("config_sha256")},
                {"status", results.text("status")},
                {"made", text_of(made, "created_utc")},
                {"on", text_of(made, "host")}});
    page.folded("The whole configuration, all defaults filled in", results.text("config_json"));
}

void require_summary(ResultsFile const& results)
{
    if (!results.file().has("/summary/run") || !results.file().has("/losses/loss_usd"))
        throw OutputError{results.file().path().string(), "holds no summary of a run",
                          "Make it again with \"stampede run\", \"ensemble\" or \"compare\"."};
}

}  // namespace

std::string report(ResultsFile const& results, ReportOptions const& options)
{
    require_summary(results);
    Contents const summary = summary_of(results);
    std::vector<WorldRuns> const worlds = worlds_of(summary);
    std::size_t const runs = summary.at("/summary/run").shape.at(0);
    bool const arms = std::ranges::any_of(worlds, [](WorldRuns const& world) { return !world.arm.empty(); });
    bool const base = std::ranges::any_of(worlds, [](WorldRuns const& world) { return world.arm.empty(); });

    Page page{results.text("title")};
    page.paragraph(runs == 1 ? fmt::format("One run, seed {}.", results.seed())
                             : fmt::format("{} runs of {} {}, seed {}.", runs, worlds.size(),
                                           worlds.size() == 1 ? "world" : "worlds", results.seed()));
    if (results.text("status") != "complete")
        page.paragraph("The results are partial: runs are missing.");
    add_words(page, summary, worlds);
    add_pictures(page, results, summary, worlds, options.start);
    std::string const of = worlds.size() > 1 ? " (" + worlds.front().name() + ")" : "";
    page.section("Who lost how much, and through what" + of);
    add_losses(page, summary, worlds.front());
    add_who_left(page, results, summary, worlds.front(), options.start);
    if (arms && base) {
        page.section("Arms against the base");
        add_comparisons(page, summary);
    }
    if (runs > 1) {
        page.section("How outcomes differ by luck");
        add_outcomes(page, summary, worlds);
    }
    add_origin(page, results);
    return std::move(page).finish();
}

}  // namespace stampede
