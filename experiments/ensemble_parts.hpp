#pragma once
// Finished runs of an ensemble, one results file each in a folder beside the output, until all are there.

#include <filesystem>
#include <string>

#include "output/contents.hpp"
#include "output/merge.hpp"
#include "output/provenance.hpp"

namespace stampede {

class EnsembleParts {
  public:
    /// @param output  of the whole ensemble; the folder is OUTPUT.parts
    /// @param ours    what a part must come from to be one of this ensemble
    EnsembleParts(std::filesystem::path const& output, Provenance ours)
        : folder_{output.string() + ".parts"}, ours_{std::move(ours)}
    {
    }

    [[nodiscard]] std::filesystem::path const& folder() const { return folder_; }
    /// Whether the run is finished.
    /// @throws OutputError naming a part that is of another experiment, seed or version of the program
    [[nodiscard]] bool has(std::int64_t run) const;
    /// Stamps the results of a run and keeps them; the folder is made if it is not there.
    /// @throws OutputError if they cannot be written
    void keep(std::int64_t run, Contents results) const;
    /// The results of a finished run.
    [[nodiscard]] NamedResults read(std::int64_t run) const;
    void remove(std::int64_t run) const;
    /// Removes the folder if there is nothing left in it.
    void remove_folder() const;

  private:
    [[nodiscard]] std::filesystem::path file_of(std::int64_t run) const;

    std::filesystem::path folder_;
    Provenance ours_;
};

}  // namespace stampede
