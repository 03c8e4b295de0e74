#include "experiments/ensemble_parts.hpp"

#include <fmt/format.h>

#include <system_error>

#include "output/output_error.hpp"
#include "output/results_file.hpp"
#include "output/sha256.hpp"

namespace stampede {

namespace {

std::string code_of(std::string const& version, std::string const& commit)
{
    return fmt::format("{} ({})", version, commit);
}

void require_ours(ResultsFile const& part, Provenance const& ours)
{
    auto const refuse = [&](std::string const& what) {
        throw OutputError{part.file().path().string(), what,
                          "Delete the folder it is in to begin anew, or name another file for the results."};
    };
    if (part.seed() != ours.seed)
        refuse(fmt::format("is a run with seed {}, this one has {}", part.seed(), ours.seed));
    if (std::string const config = part.text("config_sha256"); config != sha256(ours.config_json))
        refuse(fmt::format("is a run of another experiment (SHA-256 of its configuration {}, here {})", config,
                           sha256(ours.config_json)));
    std::string const code = code_of(part.text("code_version"), part.text("git_commit"));
    if (std::string const here = code_of(ours.code_version, ours.git_commit); code != here)
        refuse(fmt::format("was made by stampede {}, this is stampede {}", code, here));
}

}  // namespace

std::filesystem::path EnsembleParts::file_of(std::int64_t run) const
{
    return folder_ / fmt::format("run_{:06}.h5", run);
}

bool EnsembleParts::has(std::int64_t run) const
{
    std::error_code error;
    if (!std::filesystem::exists(file_of(run), error))
        return false;
    require_ours(ResultsFile{file_of(run)}, ours_);
    return true;
}

void EnsembleParts::keep(std::int64_t run, Contents results) const
{
    std::error_code error;
    std::filesystem::create_directory(folder_, error);
    if (error)
        throw OutputError{folder_.string(), "cannot be made: " + error.message(),
                          "Name a place for the results that you may write to."};
    stamp(results, ours_);
    write_results(file_of(run), results);
}

NamedResults EnsembleParts::read(std::int64_t run) const
{
    return {file_of(run).string(), ResultsFile{file_of(run)}.file().contents()};
}

void EnsembleParts::remove(std::int64_t run) const
{
    std::error_code ignored;
    std::filesystem::remove(file_of(run), ignored);
}

void EnsembleParts::remove_folder() const
{
    std::error_code ignored;
    std::filesystem::remove(folder_, ignored);  // fails if something is in it, which is then not ours to delete
}

}  // namespace stampede
