#pragma once
// All columns of a thing in memory: to save, compare, corrupt and restore in tests.

#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "model/base/check.hpp"
#include "model/base/columns.hpp"

namespace stampede::testing {

/// Columns by path ("group/name") as bytes.
class ColumnStore {
  public:
    template <class T>
    [[nodiscard]] T value(std::string const& path, std::size_t row) const
    {
        T held{};
        std::memcpy(&held, at(path, row, sizeof(T)), sizeof(T));
        return held;
    }
    template <class T>
    void set_value(std::string const& path, std::size_t row, T value)
    {
        std::memcpy(const_cast<unsigned char*>(at(path, row, sizeof(T))), &value, sizeof(T));
    }
    /// Paths of all columns, in rising order.
    [[nodiscard]] std::vector<std::string> paths() const
    {
        std::vector<std::string> all;
        for (auto const& column : columns_)
            all.push_back(column.first);
        return all;
    }
    [[nodiscard]] std::size_t size(std::string const& path) const { return sizes_.at(path); }
    [[nodiscard]] bool same(std::string const& path, ColumnStore const& other) const
    {
        return columns_.at(path) == other.columns_.at(path);
    }
    bool operator==(ColumnStore const& other) const = default;

  private:
    friend class ColumnSaver;
    friend class ColumnLoader;
    [[nodiscard]] unsigned char const* at(std::string const& path, std::size_t row, std::size_t width) const
    {
        ensure(columns_.contains(path), "test asks for an unknown column " + path);
        ensure(columns_.at(path).size() >= (row + 1) * width, "test asks for an unknown row of " + path);
        return columns_.at(path).data() + row * width;
    }

    std::map<std::string, std::vector<unsigned char>> columns_;
    std::map<std::string, std::size_t> sizes_;
};

/// What savers and loaders share: paths, and one function for numbers of every type.
class ColumnPath : public ColumnVisitor {
  public:
    void enter(std::string_view group) override { path_ += std::string{group} + "/"; }
    void leave() override { path_.erase(path_.find_last_of('/', path_.size() - 2) + 1); }

  protected:
    virtual void bytes(std::string const& path, void* data, std::size_t size) = 0;
    [[nodiscard]] std::string path(std::string_view name) const { return path_ + std::string{name}; }

    template <class T>
    void any(std::string_view name, T* data, std::size_t size)
    {
        bytes(path(name), data, size * sizeof(T));
    }
    using Text = std::string_view;
    void numbers(Text name, std::int8_t* data, std::size_t size, Text) override { any(name, data, size); }
    void numbers(Text name, std::uint8_t* data, std::size_t size, Text) override { any(name, data, size); }
    void numbers(Text name, std::int16_t* data, std::size_t size, Text) override { any(name, data, size); }
    void numbers(Text name, std::uint16_t* data, std::size_t size, Text) override { any(name, data, size); }
    void numbers(Text name, std::int32_t* data, std::size_t size, Text) override { any(name, data, size); }
    void numbers(Text name, std::uint32_t* data, std::size_t size, Text) override { any(name, data, size); }
    void numbers(Text name, std::int64_t* data, std::size_t size, Text) override { any(name, data, size); }
    void numbers(Text name, std::uint64_t* data, std::size_t size, Text) override { any(name, data, size); }
    void numbers(Text name, float* data, std::size_t size, Text) override { any(name, data, size); }
    void numbers(Text name, double* data, std::size_t size, Text) override { any(name, data, size); }

  private:
    std::string path_;
};

class ColumnSaver final : public ColumnPath {
  public:
    [[nodiscard]] ColumnStore const& store() const { return store_; }

  protected:
    std::size_t resized(std::string_view name, std::size_t present) override
    {
        store_.sizes_[path(name)] = present;
        return present;
    }
    void bytes(std::string const& path, void* data, std::size_t size) override
    {
        auto const* const first = static_cast<unsigned char const*>(data);
        store_.columns_[path].assign(first, first + size);
    }

  private:
    ColumnStore store_;
};

class ColumnLoader final : public ColumnPath {
  public:
    explicit ColumnLoader(ColumnStore const& store) : store_{store} {}

  protected:
    std::size_t resized(std::string_view name, std::size_t) override { return store_.sizes_.at(path(name)); }
    void bytes(std::string const& path, void* data, std::size_t size) override
    {
        ensure(store_.columns_.at(path).size() == size, "stored and wanted size differ: " + path);
        if (size > 0)
            std::memcpy(data, store_.columns_.at(path).data(), size);
    }

  private:
    ColumnStore const& store_;
};

template <class T>
[[nodiscard]] ColumnStore saved(T& thing)
{
    ColumnSaver saver;
    thing.columns(saver);
    return saver.store();
}

template <class T>
void restore(T& thing, ColumnStore const& store)
{
    ColumnLoader loader{store};
    thing.columns(loader);
}

/// Paths of columns that differ between a lazy run and its reference; what only sleepers need is left out.
template <class Run>
[[nodiscard]] std::string apart(Run& lazy, Run& reference)
{
    ColumnStore const a = saved(lazy), b = saved(reference);
    if (a.paths() != b.paths())
        return "other columns";
    std::string text;
    for (std::string const& path : a.paths())
        if (path.find("/sleepers/") == std::string::npos && !a.same(path, b))
            text += path + "\n";
    return text;
}

}  // namespace stampede::testing
