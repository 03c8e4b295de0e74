#pragma once
// Reads toy experiments from JSON texts, as the program reads real ones.

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "experiments/input_files.hpp"
#include "experiments/json_fields.hpp"
#include "experiments/json_text.hpp"
#include "experiments/problems.hpp"
#include "tests/experiments/toy_experiment.hpp"

namespace stampede::toy {

inline ReadOptions const& options()
{
    static ReadOptions const made{
        {{"assets", RefersTo::asset}, {"institutions", RefersTo::institution}, {"agents", RefersTo::population}}, {}};
    return made;
}

/// A toy experiment as text; what is wrong with it goes to `problems`.
inline Experiment read(std::string const& text, Problems& problems, InputFiles files = InputFiles{})
{
    Experiment experiment;
    nlohmann::json const object = parse_json(text, "", problems);
    if (object.is_object())
        read_fields(object, visit_of(experiment), files, problems, options());
    return experiment;
}

/// The whole message about a text that is wrong; "" if nothing is.
inline std::string complaint(std::string const& text, InputFiles files = InputFiles{})
{
    Problems problems{"toy.json"};
    read(text, problems, std::move(files));
    return problems.none() ? "" : problems.message();
}

/// The only problem's line without the two spaces in front.
inline std::string only_line(std::string const& message)
{
    std::size_t const begin = message.find("\n  ") + 3;
    return message.substr(begin, message.find('\n', begin) - begin);
}

/// All defaults filled in, as a JSON value.
inline nlohmann::json effective(nlohmann::json const& object)
{
    Experiment experiment;
    InputFiles files;
    Problems unused{""};
    read_fields(object, visit_of(experiment), files, unused, options());
    return write_fields(visit_of(experiment));
}

}  // namespace stampede::toy
