#pragma once
// The JSON Schema of experiment files, as `stampede schema` prints it.

#include <array>
#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace stampede {

/// A name of the file that is no part of the world it describes.
struct FileMember {
    std::string_view name, meaning, example;
};

/// How files build on each other, and how one holds many worlds.
inline constexpr std::array<FileMember, 4> file_members{
    {{"extends", "file or files that this one is merged into, relative to its own folder; null removes a name",
      R"("extends": "behaviour.json")"},
     {"arms", "variants of the world by name; each puts values where JSON Pointers say",
      R"("arms": {"no_report": {"/shocks/bad report/size": 0}})"},
     {"vary", "values to try in turn, by JSON Pointer, crossed with each other and with the arms",
      R"("vary": {"/mechanisms/withdrawals/limit/share": [1, 0.2, 0.05]})"},
     {"behaviour", "sets of parameters by name, for populations that say \"like\": NAME",
      R"("behaviour": {"makers": {"kind": "market_maker", "leverage": 5}})"}}};

/// draft-07; for the file itself, so a file that extends another need not hold what that one holds.
[[nodiscard]] nlohmann::json experiment_schema();

}  // namespace stampede
