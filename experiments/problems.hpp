#pragma once
// Everything that is wrong with an input, collected so that it can be told at once.

#include <string>
#include <vector>

namespace stampede {

/// One thing that is wrong: where it stands, what stands there, why that cannot be.
struct Problem {
    std::string where;  ///< JSON Pointer, or "line 3, column 7" where the text is no JSON
    std::string value;  ///< the offending value as it would be written; "" if there is none
    std::string text;   ///< the rule it breaks and what would do instead
    std::string topic;  ///< what `stampede describe` explains it under; "" for the experiment as a whole
};

/// Problems of one input file, in the order found.
class Problems {
  public:
    /// @param subject  the file the user named, or the command line
    explicit Problems(std::string subject) : subject_{std::move(subject)} {}

    /// Takes the problem in unless the same one is known already.
    void add(Problem problem);
    /// Whether the same problem (place, value, text) was added before.
    [[nodiscard]] bool knows(Problem const& problem) const;
    [[nodiscard]] bool none() const { return all_.empty(); }
    [[nodiscard]] std::vector<Problem> const& all() const { return all_; }

    /// The lines of style.md section 5, without the leading "error: ".
    [[nodiscard]] std::string message() const;
    /// @throws InputError carrying message() if there is any
    void stop_if_any() const;

  private:
    std::string subject_;
    std::vector<Problem> all_;
};

}  // namespace stampede
