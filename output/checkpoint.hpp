#pragma once
// The whole state of a run as columns: to memory, to a file, and back.

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/columns.hpp"
#include "output/contents.hpp"

namespace stampede {

/// Keeps the group a visitor is in and names what it visits.
class ColumnPath {
  public:
    void enter(std::string_view group);
    void leave();
    [[nodiscard]] std::string of(std::string_view name) const { return join(path_, name); }

  private:
    std::string path_ = "/";
};

/// Copies every column it visits.
class SaveColumns final : public ColumnVisitor {
  public:
    /// @throws InputError if a group cannot stand in a path, e.g. a population named "a/b"
    void enter(std::string_view group) override { path_.enter(group); }
    void leave() override { path_.leave(); }
    [[nodiscard]] Contents const& columns() const { return columns_; }
    [[nodiscard]] Contents take() && { return std::move(columns_); }

  protected:
    std::size_t resized(std::string_view name, std::size_t present) override;
    void numbers(std::string_view name, std::int8_t* data, std::size_t size, std::string_view unit) override;
    void numbers(std::string_view name, std::uint8_t* data, std::size_t size, std::string_view unit) override;
    void numbers(std::string_view name, std::int16_t* data, std::size_t size, std::string_view unit) override;
    void numbers(std::string_view name, std::uint16_t* data, std::size_t size, std::string_view unit) override;
    void numbers(std::string_view name, std::int32_t* data, std::size_t size, std::string_view unit) override;
    void numbers(std::string_view name, std::uint32_t* data, std::size_t size, std::string_view unit) override;
    void numbers(std::string_view name, std::int64_t* data, std::size_t size, std::string_view unit) override;
    void numbers(std::string_view name, std::uint64_t* data, std::size_t size, std::string_view unit) override;
    void numbers(std::string_view name, float* data, std::size_t size, std::string_view unit) override;
    void numbers(std::string_view name, double* data, std::size_t size, std::string_view unit) override;

  private:
    template <class T>
    void save(std::string_view name, T const* data, std::size_t size, std::string_view unit);

    ColumnPath path_;
    Contents columns_;
};

/// Fills every column it visits from saved ones.
class LoadColumns final : public ColumnVisitor {
  public:
    /// @param columns  saved by `SaveColumns`; must outlive this
    /// @param where    what messages call them, e.g. the path of the file
    LoadColumns(Contents const& columns, std::string where) : columns_{columns}, where_{std::move(where)} {}

    void enter(std::string_view group) override { path_.enter(group); }
    void leave() override { path_.leave(); }
    /// @throws OutputError naming the first saved column that nothing asked for: it belongs to another experiment
    void require_all_read() const;

  protected:
    /// @throws OutputError naming a column that was not saved, or not with this type or size, here and below
    std::size_t resized(std::string_view name, std::size_t present) override;
    void numbers(std::string_view name, std::int8_t* data, std::size_t size, std::string_view unit) override;
    void numbers(std::string_view name, std::uint8_t* data, std::size_t size, std::string_view unit) override;
    void numbers(std::string_view name, std::int16_t* data, std::size_t size, std::string_view unit) override;
    void numbers(std::string_view name, std::uint16_t* data, std::size_t size, std::string_view unit) override;
    void numbers(std::string_view name, std::int32_t* data, std::size_t size, std::string_view unit) override;
    void numbers(std::string_view name, std::uint32_t* data, std::size_t size, std::string_view unit) override;
    void numbers(std::string_view name, std::int64_t* data, std::size_t size, std::string_view unit) override;
    void numbers(std::string_view name, std::uint64_t* data, std::size_t size, std::string_view unit) override;
    void numbers(std::string_view name, float* data, std::size_t size, std::string_view unit) override;
    void numbers(std::string_view name, double* data, std::size_t size, std::string_view unit) override;

  private:
    template <class T>
    void load(std::string_view name, T* data, std::size_t size);
    [[nodiscard]] Dataset const& saved(std::string const& path);
    [[noreturn]] void refuse(std::string const& path, std::string const& what) const;

    Contents const& columns_;
    std::string where_;
    ColumnPath path_;
    std::set<std::string> read_;
    std::map<std::string, std::size_t> rows_;  // of tables, by group
};

/// A state of a run between two steps.
struct Checkpoint {
    std::string code_version;
    std::string config_json;
    std::int64_t step = 0;  ///< the next step to be done
    Contents columns;
};

inline constexpr std::int64_t checkpoint_format_version = 1;

/// @throws OutputError if it cannot be written; nothing is left behind
void write_checkpoint(std::filesystem::path const& path, Checkpoint checkpoint);
/// @throws OutputError if it is missing, damaged, foreign, or of another version of the format
[[nodiscard]] Checkpoint read_checkpoint(std::filesystem::path const& path);

/// Going on from a state is only the same run if the code is the same.
/// @throws OutputError naming both versions
void require_same_code(Checkpoint const& checkpoint, std::string_view code_version, std::string_view where);
/// The same for the configuration; an arm that branches off on purpose does not ask.
/// @throws OutputError naming both digests
void require_same_config(Checkpoint const& checkpoint, std::string_view config_json, std::string_view where);

}  // namespace stampede
