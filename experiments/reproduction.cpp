#include "experiments/reproduction.hpp"

#include <map>

#include "output/output_error.hpp"
#include "output/sha256.hpp"

namespace stampede {

RecordedExperiment recorded_experiment(ResultsFile const& results)
{
    std::string const name = results.file().path().string(), config = results.text("config_json");
    if (sha256(config) != results.text("config_sha256"))
        throw OutputError{name, "its configuration is not what it was: config_sha256 does not fit config_json",
                          "Take an unchanged copy of the file."};
    std::map<std::string, std::string> files;
    if (results.file().has("/inputs/file")) {
        std::vector<std::string> const names = results.texts("/inputs/file"),
                                       contents = results.texts("/inputs/contents");
        for (std::size_t i = 0; i < names.size(); ++i)
            files[names[i]] = contents.at(i);
    }
    LoadedExperiment experiment{name, config, files};
    Design design{experiment};
    return {std::move(experiment), std::move(design)};
}

}  // namespace stampede
