#include "experiments/experiment_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "experiments/input_files.hpp"
#include "experiments/json_text.hpp"
#include "model/base/check.hpp"

namespace stampede {

using nlohmann::json;
namespace fs = std::filesystem;

namespace {

/// Reads one file after the other; the first one is the user's, so only the others are named in problems.
class Loader {
  public:
    explicit Loader(Problems& problems) : problems_{problems} {}
    [[nodiscard]] std::vector<fs::path> take_files() { return std::move(files_); }

    /// @param chain  files that led here, outermost first
    [[nodiscard]] json load(fs::path const& file, std::vector<fs::path> chain)
    {
        std::string const name = files_.empty() ? "" : file.string();
        if (std::find(files_.begin(), files_.end(), file) == files_.end())
            files_.push_back(file);
        json patch = parse_json(read_whole_file(file), name, problems_);
        if (!patch.is_object())
            return json::object();
        check_header(patch, name);
        chain.push_back(file);
        json merged = json::object();
        for (auto const& [where, base] : bases(patch, name))
            load_base(where, base, chain, name, merged);
        patch.erase("extends");
        merge(merged, patch, "", name);
        return merged;
    }

  private:
    struct Base {
        std::string where, file;
    };

    void complain(std::string const& file, std::string const& where, json const& value, std::string text)
    {
        problems_.add({file.empty() ? where : file + " " + where, shown(value), std::move(text), ""});
    }

    /// What is told here is not told once more with the other values.
    void check_header(json& patch, std::string const& file)
    {
        if (auto const format = patch.find("format"); format != patch.end() && *format != experiment_format)
            complain(file, "/format", *format, fmt::format("must be \"{}\"", experiment_format));
        auto const version = patch.find("version");
        if (version == patch.end() || *version == experiment_version)
            return;
        std::string_view const relation = !version->is_number()           ? "unlike"
                                          : *version < experiment_version ? "older than"
                                                                          : "newer than";
        complain(file, "/version", *version,
                 fmt::format("is {} {}, the only version this program reads", relation, experiment_version));
        *version = experiment_version;
    }

    [[nodiscard]] std::vector<Base> bases(json const& patch, std::string const& file)
    {
        std::vector<Base> found;
        auto const extends = patch.find("extends");
        if (extends == patch.end())
            return found;
        json const list = extends->is_array() ? *extends : json::array({*extends});
        for (std::size_t i = 0; i < list.size(); ++i) {
            std::string const where = extends->is_array() ? fmt::format("/extends/{}", i) : "/extends";
            if (list[i].is_string() && !list[i].get_ref<std::string const&>().empty())
                found.push_back({where, list[i].get<std::string>()});
            else
                complain(file, where, list[i], "must be the name of a file, or a list of names");
        }
        return found;
    }

    void load_base(std::string const& where, std::string const& base, std::vector<fs::path> const& chain,
                   std::string const& file, json& merged)
    {
        fs::path const path = (chain.back().parent_path() / base).lexically_normal();
        std::error_code error;
        auto const again = std::find_if(chain.begin(), chain.end(),
                                        [&](fs::path const& open) { return fs::equivalent(open, path, error); });
        if (again != chain.end()) {
            std::string circle;
            for (auto link = again; link != chain.end(); ++link)
                circle += link->filename().string() + " -> ";
            complain(file, where, base, fmt::format("goes in a circle: {}{}", circle, again->filename().string()));
            return;
        }
        try {
            merge(merged, load(path, chain), "", path.string());
        }
        catch (InputError const& problem) {
            complain(file, where, base, problem.what());
        }
    }

    /// RFC 7396, but a null that removes nothing is a slip of the pen.
    void merge(json& target, json const& patch, std::string const& pointer, std::string const& file)
    {
        for (auto const& [name, value] : patch.items()) {
            std::string const where = step_into(pointer, name);
            if (value.is_null()) {
                if (target.erase(name) == 0)
                    complain(file, where, value, "null removes a name, but there is none to remove");
            }
            else if (value.is_object()) {
                json& inner = target[name];
                if (!inner.is_object())
                    inner = json::object();
                merge(inner, value, where, file);
            }
            else
                target[name] = value;
        }
    }

    Problems& problems_;
    std::vector<fs::path> files_;
};

}  // namespace

std::vector<fs::path> ExperimentFile::folders() const
{
    std::vector<fs::path> all;
    for (fs::path const& file : files)
        if (fs::path const folder = file.parent_path(); std::find(all.begin(), all.end(), folder) == all.end())
            all.push_back(folder);
    return all;
}

ExperimentFile load_experiment_file(fs::path const& file, Problems& problems)
{
    Loader loader{problems};
    auto merged = std::make_shared<json>(loader.load(file.lexically_normal(), {}));
    return {std::move(merged), loader.take_files()};
}

}  // namespace stampede
