#pragma once
// Names used in one place of an experiment and declared in another.

#include <map>
#include <string>
#include <vector>

#include "experiments/input_files.hpp"
#include "experiments/problems.hpp"
#include "model/base/fields.hpp"

namespace stampede {

/// Collects uses and declarations while an experiment is read, and compares them at the end.
class References {
  public:
    /// @param place  where the name is used; its `text` is filled in if the name turns out to be unknown
    void use(RefersTo what, std::string name, Problem place);
    void declare(RefersTo what, std::vector<std::string> const& names);
    /// Adds a problem for every use of a name that nobody declared, and every file that cannot be read.
    void check(InputFiles& files, Problems& problems) const;

  private:
    struct Use {
        RefersTo what;
        std::string name;
        Problem place;
    };
    [[nodiscard]] std::string complaint(Use const& use, InputFiles& files) const;
    [[nodiscard]] std::string unknown(RefersTo what, std::string_view name) const;

    std::vector<Use> uses_;
    std::map<RefersTo, std::vector<std::string>> declared_;
};

}  // namespace stampede
