#pragma once
// C++ text seen from far enough away to hold house rules: includes, statements at file scope, lengths of functions.

#include <string>
#include <string_view>
#include <vector>

namespace stampede::testing {

/// One source file; `code` is its text with comments, literals and preprocessor lines blanked, newlines kept.
struct SourceFile {
    std::string path;  ///< from the root of the repository, e.g. "model/ledger.hpp"
    std::string text;
    std::string code;
};

struct Include {
    std::string what;
    bool quoted;  ///< "..." as against <...>
};

/// A function with a body, or a statement outside every function and type.
struct Passage {
    std::string head;  ///< its text up to the body, white space squeezed
    int first_line;
    int last_line;
};

struct Outline {
    std::vector<Passage> functions;
    std::vector<Passage> statements;
};

/// Text with everything blanked that the compiler does not read as code.
std::string blank_non_code(std::string_view text);

/// All *.hpp and *.cpp of the layers and the tests, in order of path.
std::vector<SourceFile> const& project_sources();

std::vector<Include> includes(SourceFile const& file);

/// Follows braces, so it needs code in the project's format: a body's brace stands after white space, an initializer's
/// not.
Outline outline(std::string_view code);

/// First folder of a path: the layer.
std::string_view layer_of(std::string_view path);

}  // namespace stampede::testing
