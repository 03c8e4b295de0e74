#pragma once
// A new kind of agent, from the templates of the checkout it is for: header, source, test, and a line in the roster.

#include <filesystem>
#include <string>
#include <vector>

#include "experiments/agent_names.hpp"

namespace stampede {

/// A file as it shall be.
struct SourceText {
    std::string path;  ///< from the root of the sources
    std::string text;
};

/// The folder with `agents/roster.cpp`: `start` or the nearest one above it.
/// @throws InputError if there is none
[[nodiscard]] std::filesystem::path source_root(std::filesystem::path const& start);

/// The three files of a new kind and, last, the roster with its line in it. Nothing is written.
/// @throws InputError if the name, a file or the class is taken there, or the sources are not as they should be
[[nodiscard]] std::vector<SourceText> new_agent(std::filesystem::path const& root, AgentNames const& names);

/// Writes all files, of which all but the last are new, or none: those written are removed again if one fails.
/// @throws OutputError as write_atomically()
void write_all_or_none(std::filesystem::path const& root, std::vector<SourceText> const& files);

}  // namespace stampede
