#include "experiments/loaded_experiment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "experiments/arms.hpp"
#include "experiments/experiment_file.hpp"
#include "experiments/json_fields.hpp"
#include "experiments/json_text.hpp"
#include "experiments/likeness.hpp"
#include "experiments/settings.hpp"
#include "experiments/suggestion.hpp"

namespace stampede {

using nlohmann::json;

namespace {

/// A member of the experiment that no field declares; an empty object if it is not there or of the wrong type.
json const& section(json const& merged, char const* name)
{
    static json const empty = json::object();
    auto const found = merged.find(name);
    return found != merged.end() && found->is_object() ? *found : empty;
}

constexpr std::string_view agents_at = "/agents/";

/// The place inside a population or a set, e.g. "/rule/b0".
std::string_view inside(std::string_view where)
{
    std::size_t const name = where.find('/', 1);
    std::size_t const rest = name == where.npos ? name : where.find('/', name + 1);
    return rest == where.npos ? "" : where.substr(rest);
}

/// Is a population wrong because the set is that it is like?
bool comes_from_a_set(Problem const& problem, std::vector<Problem> const& sets)
{
    return problem.where.starts_with(agents_at) && std::ranges::any_of(sets, [&](Problem const& set) {
               return inside(set.where) == inside(problem.where) && set.value == problem.value &&
                      set.text == problem.text;
           });
}

/// Adds a problem for every expectation of an arm that is not among these.
void check_expectations(std::map<std::string, Expectation> const& expectations, std::vector<std::string> const& arms,
                        Problems& problems)
{
    std::vector<std::string_view> const known{arms.begin(), arms.end()};
    for (auto const& [name, expectation] : expectations)
        if (!expectation.arm.empty() && std::ranges::find(arms, expectation.arm) == arms.end())
            problems.add({step_into(step_into("/expectations", name), "arm"), fmt::format("\"{}\"", expectation.arm),
                          fmt::format("is no arm of the experiment; {}", advice(expectation.arm, known)), ""});
}

}  // namespace

LoadedExperiment::LoadedExperiment(std::filesystem::path const& file, std::vector<std::string> const& settings,
                                   std::vector<std::string> const& arms)
    : name_{file.string()}
{
    Problems problems{name_};
    ExperimentFile loaded = load_experiment_file(file, problems);
    merged_ = loaded.merged;
    files_ = InputFiles{loaded.folders()};
    if (!problems.none() && merged_->empty())
        problems.stop_if_any();
    for (std::string const& setting : settings)
        set_from_text(
            *merged_, [this](json const& merged) { return effective_json(merged); }, setting, problems);
    std::vector<std::string> const all_arms = this->arms();
    choose_arms(*merged_, arms, problems);
    check_all(all_arms, problems);
    problems.stop_if_any();
}

LoadedExperiment::LoadedExperiment(std::string const& name, std::string const& text,
                                   std::map<std::string, std::string> const& files)
    : name_{name}
{
    Problems problems{name};
    merged_ = std::make_shared<json>(parse_json(text, "", problems));
    problems.stop_if_any();
    for (auto const& [file, contents] : files)
        files_.embed(file, contents);
    check_all(this->arms(), problems);
    problems.stop_if_any();
}

void LoadedExperiment::check_all(std::vector<std::string> const& arms, Problems& problems)
{
    for (char const* const name : {"format", "version"})
        if (!merged_->contains(name))
            problems.add({fmt::format("/{}", name), "",
                          fmt::format("is missing: the file must say \"format\": \"{}\", \"version\": {}",
                                      experiment_format, experiment_version),
                          ""});
    Problems base{""};
    Experiment const experiment = read(*merged_, base);
    std::vector<Problem> const sets = problems_of_sets();
    for (Problem const& problem : base.all())
        if (!comes_from_a_set(problem, sets))
            problems.add(problem);
    for (Problem const& problem : sets)
        problems.add(problem);
    check_expectations(experiment.expectations, arms, problems);
    check_arms(base, problems);
    check_varied(base, problems);
}

std::vector<Problem> LoadedExperiment::problems_of_sets()
{
    Problems ignored{""}, found{""};
    Experiment experiment;
    read_fields(written_out(sets_as_agents(*merged_), ignored), visit_of(experiment), files_, found,
                experiment_names());
    std::vector<Problem> sets;
    for (Problem problem : found.all())
        if (problem.where.starts_with(agents_at)) {
            problem.where = "/behaviour/" + problem.where.substr(agents_at.size());
            sets.push_back(std::move(problem));
        }
    return sets;
}

void LoadedExperiment::check_arms(Problems const& base, Problems& problems)
{
    if (auto const all = merged_->find("arms"); all != merged_->end() && !all->is_object())
        problems.add({"/arms", shown(*all), "must be an object of arms by name", ""});
    for (auto const& [name, patch] : section(*merged_, "arms").items()) {
        if (std::string const complaint = complaint_about_name(name); !complaint.empty())
            problems.add({step_into("/arms", name), "", complaint, ""});
        else if (patch.is_object())
            check_cell({name, {}}, fmt::format("arm \"{}\": ", name), base, problems);
        else
            problems.add({step_into("/arms", name), shown(patch), "must be an object of values by JSON Pointer", ""});
    }
}

/// Every value by itself in every arm: a cross of all would be large, and finds hardly more.
void LoadedExperiment::check_varied(Problems const& base, Problems& problems)
{
    if (auto const all = merged_->find("vary"); all != merged_->end() && !all->is_object())
        problems.add({"/vary", shown(*all), "must be an object of lists by JSON Pointer", ""});
    std::vector<std::string> worlds = arms();
    worlds.insert(worlds.begin(), "");
    for (auto const& [pointer, values] : section(*merged_, "vary").items()) {
        if (!values.is_array() || values.empty()) {
            problems.add({step_into("/vary", pointer), shown(values), "must be a list of at least one value", ""});
            continue;
        }
        for (std::string const& arm : worlds)
            for (std::size_t i = 0; i < values.size(); ++i)
                check_cell({arm, {{pointer, i}}}, arm.empty() ? "vary: " : fmt::format("vary in arm \"{}\": ", arm),
                           base, problems);
    }
}

/// Adds what is wrong with a cell and not with the base.
void LoadedExperiment::check_cell(Cell const& cell, std::string const& label, Problems const& base, Problems& problems)
{
    Problems here{""};
    static_cast<void>(read(patched(cell, here), here));
    for (Problem problem : here.all())
        if (!base.knows(problem)) {
            problem.where = label + problem.where;
            problems.add(std::move(problem));
        }
}

Experiment LoadedExperiment::read(json const& merged, Problems& problems)
{
    Experiment experiment;
    read_fields(written_out(merged, problems), visit_of(experiment), files_, problems, experiment_names());
    complete(experiment, files_, problems);
    return experiment;
}

json LoadedExperiment::effective_json(json const& merged)
{
    Problems ignored{""};
    Experiment experiment = read(merged, ignored);
    json whole = write_fields(visit_of(experiment));
    if (auto const sets = merged.find("behaviour"); sets != merged.end())
        whole["behaviour"] = *sets;
    return whole;
}

json LoadedExperiment::patched(Cell const& cell, Problems& problems)
{
    json merged = *merged_;
    auto const effective = [this](json const& some) { return effective_json(some); };
    if (!cell.arm.empty())
        for (auto const& [pointer, value] : section(*merged_, "arms").at(cell.arm).items())
            set_value(merged, effective, pointer, value, problems);
    for (auto const& [pointer, index] : cell.variation)
        set_value(merged, effective, pointer, section(*merged_, "vary").at(pointer).at(index), problems);
    merged.erase("arms");
    merged.erase("vary");
    return merged;
}

Experiment LoadedExperiment::as_written(Cell const& cell)
{
    Problems problems{cell.arm};
    Experiment experiment = read(patched(cell, problems), problems);
    problems.stop_if_any();
    return experiment;
}

Experiment LoadedExperiment::experiment(Cell const& cell)
{
    Experiment experiment = as_written(cell);
    locate_files(visit_of(experiment), files_);
    return experiment;
}

std::string LoadedExperiment::effective(Cell const& cell)
{
    Experiment made = as_written(cell);
    made.expectations.clear();  // they are of arms, of which there are none in it
    return write_fields(visit_of(made)).dump(2);
}

std::string LoadedExperiment::effective_with_arms()
{
    Experiment made = as_written({});
    json whole = write_fields(visit_of(made));
    for (char const* const name : {"arms", "vary"})
        if (auto const found = merged_->find(name); found != merged_->end())
            whole[name] = *found;
    return whole.dump(2);
}

std::vector<std::string> LoadedExperiment::arms() const
{
    std::vector<std::string> names;
    for (auto const& [name, patch] : section(*merged_, "arms").items())
        if (patch.is_object())
            names.push_back(name);
    return names;
}

std::vector<VariedValue> LoadedExperiment::varied() const
{
    std::vector<VariedValue> all;
    for (auto const& [pointer, values] : section(*merged_, "vary").items()) {
        all.push_back({pointer, {}});
        for (json const& value : values)
            all.back().values.push_back(value.dump());
    }
    return all;
}

}  // namespace stampede
