#include "output/provenance.hpp"

#include "output/hdf5_file.hpp"
#include "output/schema.hpp"
#include "output/sha256.hpp"

namespace stampede {

std::vector<Stamp> root_stamps(Provenance const& from)
{
    return {
        {"Conventions", one("CF-1.8"), "how attributes such as units and flag_values are meant"},
        {"title", one(from.title), "question of the experiment"},
        {"format", one("stampede-results"), "what the file is"},
        {"format_version", one(results_format_version), "version of this layout"},
        {"code_version", one(from.code_version), "version of the program"},
        {"git_commit", one(from.git_commit), "revision it was built from"},
        {"libraries",
         one(from.libraries + (from.libraries.empty() ? "" : ", ") + "HDF5 " + hdf5_version() + ", OpenSSL " +
             openssl_version()),
         "libraries it was built with"},
        {"config_json", one(from.config_json), "whole configuration, defaults filled in, keys sorted"},
        {"config_sha256", one(sha256(from.config_json)), "SHA-256 of config_json"},
        {"seed", one(from.seed), "seed of all luck (uint64)"},
        {"rng", one(from.rng), "random number generator, with version"},
        {"status", one(from.complete ? "complete" : "partial"), "`complete`, or `partial` if runs are missing"},
        {"command_line", one(from.command_line), "command that made the file"},
    };
}

std::vector<Stamp> origin_stamps(Origin const& origin)
{
    return {
        {"created_utc", one(origin.created_utc), "when the file was written"},
        {"host", one(origin.host), "machine that wrote it"},
    };
}

void stamp(Contents& contents, Provenance const& provenance)
{
    auto replace = [&](std::string_view group, std::vector<Stamp> const& stamps) {
        Attributes& attributes = contents.attributes(group);
        attributes.clear();
        for (Stamp const& each : stamps)
            attributes.emplace_back(each.name, each.value);
    };
    replace("/", root_stamps(provenance));
    if (provenance.origin)
        replace("/provenance", origin_stamps(*provenance.origin));
}

}  // namespace stampede
