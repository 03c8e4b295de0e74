#include "output/checkpoint.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/base/check.hpp"
#include "output/contents_file.hpp"
#include "output/output_error.hpp"
#include "output/sha256.hpp"

namespace stampede {

namespace {

constexpr auto start_again = "Delete it to begin anew, or go on with the program and experiment that saved it.";

FileFormat const& checkpoint_format()
{
    static FileFormat const format{"stampede-checkpoint", checkpoint_format_version, "checkpoint"};
    return format;
}

/// Names under which a visitor asks for the number of rows or columns of a table, which it passes to nobody else.
bool is_count(std::string_view name)
{
    return name == "rows" || name == "columns";
}

}  // namespace

void ColumnPath::enter(std::string_view group)
{
    require(!group.empty() && group != "." && group != ".." && group.find('/') == std::string_view::npos,
            fmt::format("\"{}\" cannot be saved: a name must not be empty, \".\" or \"..\", or hold a \"/\"", group));
    path_ = join(path_, group);
}

void ColumnPath::leave()
{
    path_ = parent_of(path_);
}

template <class T>
void SaveColumns::save(std::string_view name, T const* data, std::size_t size, std::string_view unit)
{
    columns_.add(path_.of(name), {std::vector<T>(data, data + size), {size}, {}, {{"units", one(std::string{unit})}}});
}

std::size_t SaveColumns::resized(std::string_view name, std::size_t present)
{
    auto const count = static_cast<std::uint64_t>(present);
    if (is_count(name))
        save(name, &count, 1, "1");
    return present;
}

void LoadColumns::refuse(std::string const& path, std::string const& what) const
{
    throw OutputError{where_ + ": " + path, what, start_again};
}

Dataset const& LoadColumns::saved(std::string const& path)
{
    Dataset const* const found = columns_.find(path);
    if (found == nullptr)
        refuse(path, "was not saved");
    read_.insert(path);
    return *found;
}

std::size_t LoadColumns::resized(std::string_view name, std::size_t)
{
    std::string const path = path_.of(name);
    Dataset const& found = saved(path);
    if (!is_count(name)) {
        auto const table = rows_.find(parent_of(path));
        if (table != rows_.end() && table->second != size(found.values))
            refuse(path, fmt::format("has {} rows, its table {}", size(found.values), table->second));
        return size(found.values);
    }
    auto const* const count = std::get_if<std::vector<std::uint64_t>>(&found.values);
    if (count == nullptr || count->size() != 1)
        refuse(path, "is no count");
    if (name == "rows")
        rows_[parent_of(path)] = count->front();
    return count->front();
}

template <class T>
void LoadColumns::load(std::string_view name, T* data, std::size_t wanted)
{
    std::string const path = path_.of(name);
    Dataset const& found = saved(path);
    auto const* const values = std::get_if<std::vector<T>>(&found.values);
    if (values == nullptr)
        refuse(path, fmt::format("was saved as {}, not {}", name_of(type_of(found.values)),
                                 name_of(type_of(std::vector<T>{}))));
    if (values->size() != wanted)
        refuse(path, fmt::format("has {} rows, not {}", values->size(), wanted));
    std::copy(values->begin(), values->end(), data);
}

void LoadColumns::require_all_read() const
{
    for (auto const& [path, column] : columns_.datasets())
        if (!read_.contains(path))
            refuse(path, "was saved, but this run has no such column");
}

void SaveColumns::numbers(std::string_view name, std::int8_t* data, std::size_t size, std::string_view unit)
{
    save(name, data, size, unit);
}
void SaveColumns::numbers(std::string_view name, std::uint8_t* data, std::size_t size, std::string_view unit)
{
    save(name, data, size, unit);
}
void SaveColumns::numbers(std::string_view name, std::int16_t* data, std::size_t size, std::string_view unit)
{
    save(name, data, size, unit);
}
void SaveColumns::numbers(std::string_view name, std::uint16_t* data, std::size_t size, std::string_view unit)
{
    save(name, data, size, unit);
}
void SaveColumns::numbers(std::string_view name, std::int32_t* data, std::size_t size, std::string_view unit)
{
    save(name, data, size, unit);
}
void SaveColumns::numbers(std::string_view name, std::uint32_t* data, std::size_t size, std::string_view unit)
{
    save(name, data, size, unit);
}
void SaveColumns::numbers(std::string_view name, std::int64_t* data, std::size_t size, std::string_view unit)
{
    save(name, data, size, unit);
}
void SaveColumns::numbers(std::string_view name, std::uint64_t* data, std::size_t size, std::string_view unit)
{
    save(name, data, size, unit);
}
void SaveColumns::numbers(std::string_view name, float* data, std::size_t size, std::string_view unit)
{
    save(name, data, size, unit);
}
void SaveColumns::numbers(std::string_view name, double* data, std::size_t size, std::string_view unit)
{
    save(name, data, size, unit);
}

void LoadColumns::numbers(std::string_view name, std::int8_t* data, std::size_t size, std::string_view)
{
    load(name, data, size);
}
void LoadColumns::numbers(std::string_view name, std::uint8_t* data, std::size_t size, std::string_view)
{
    load(name, data, size);
}
void LoadColumns::numbers(std::string_view name, std::int16_t* data, std::size_t size, std::string_view)
{
    load(name, data, size);
}
void LoadColumns::numbers(std::string_view name, std::uint16_t* data, std::size_t size, std::string_view)
{
    load(name, data, size);
}
void LoadColumns::numbers(std::string_view name, std::int32_t* data, std::size_t size, std::string_view)
{
    load(name, data, size);
}
void LoadColumns::numbers(std::string_view name, std::uint32_t* data, std::size_t size, std::string_view)
{
    load(name, data, size);
}
void LoadColumns::numbers(std::string_view name, std::int64_t* data, std::size_t size, std::string_view)
{
    load(name, data, size);
}
void LoadColumns::numbers(std::string_view name, std::uint64_t* data, std::size_t size, std::string_view)
{
    load(name, data, size);
}
void LoadColumns::numbers(std::string_view name, float* data, std::size_t size, std::string_view)
{
    load(name, data, size);
}
void LoadColumns::numbers(std::string_view name, double* data, std::size_t size, std::string_view)
{
    load(name, data, size);
}

void write_checkpoint(std::filesystem::path const& path, Checkpoint checkpoint)
{
    checkpoint.columns.attributes("/") = {{"format", one(checkpoint_format().name)},
                                          {"format_version", one(checkpoint_format_version)},
                                          {"code_version", one(checkpoint.code_version)},
                                          {"config_json", one(checkpoint.config_json)},
                                          {"step", one(checkpoint.step)}};
    write_contents(path, checkpoint.columns);
}

Checkpoint read_checkpoint(std::filesystem::path const& path)
{
    ContentsFile const file{path, checkpoint_format()};
    Attributes const root = file.attributes("/");
    Values const* const step = find(root, "step");
    if (step == nullptr || !std::holds_alternative<std::vector<std::int64_t>>(*step))
        throw OutputError{path.string(), "does not say its step", start_again};
    return {text_of(root, "code_version"), text_of(root, "config_json"),
            std::get<std::vector<std::int64_t>>(*step).at(0), file.contents()};
}

void require_same_code(Checkpoint const& checkpoint, std::string_view code_version, std::string_view where)
{
    if (checkpoint.code_version != code_version)
        throw OutputError{
            where, fmt::format("was saved by stampede {}, this is stampede {}", checkpoint.code_version, code_version),
            start_again};
}

void require_same_config(Checkpoint const& checkpoint, std::string_view config_json, std::string_view where)
{
    if (checkpoint.config_json != config_json)
        throw OutputError{where,
                          fmt::format("was saved by another experiment (SHA-256 of the configuration {}, here {})",
                                      sha256(checkpoint.config_json), sha256(config_json)),
                          start_again};
}

}  // namespace stampede
