#pragma once
// JSON to the parameters of any thing that declares them, and back.

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "experiments/input_files.hpp"
#include "experiments/problems.hpp"
#include "experiments/visit.hpp"

namespace stampede {

/// What the reader cannot know from the fields themselves.
struct ReadOptions {
    /// Tables at the top whose keys can be referred to, e.g. {"assets", RefersTo::asset}.
    std::map<std::string, RefersTo> declaring;
    /// Tables whose keys must be names declared elsewhere, by JSON Pointer.
    std::map<std::string, RefersTo> naming = {};
    /// Names at the top that no field declares because somebody else reads them.
    std::vector<std::string_view> other_names = {};
};

/// Reads the members of `object` into a thing; names that are absent keep their value. Every misspelt name, wrong
/// type, value out of range, bad file and unknown reference becomes a problem; the reading always goes to the end.
void read_fields(nlohmann::json const& object, Visit const& thing, InputFiles& files, Problems& problems,
                 ReadOptions const& options = {});

/// All fields of a thing with their present values, keys sorted; read_fields() gives the same thing back.
[[nodiscard]] nlohmann::json write_fields(Visit const& thing);

}  // namespace stampede
