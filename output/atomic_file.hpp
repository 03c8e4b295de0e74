#pragma once
// A file is there whole or not at all: NAME.part, flushed to the disk, then renamed.

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>

namespace stampede {

/// Writes `bytes` to `path`.part, flushes it to the disk and renames it, so that a name without ".part" is always
/// complete, even after kill -9. A ".part" left behind by a killed run is overwritten, never repaired.
/// @throws OutputError if the folder or the disk refuses, or another process is writing the same file; nothing is
///         left behind, and a file already at `path` stays as it was
/// @param end  written behind the bytes
void write_atomically(std::filesystem::path const& path, std::span<std::byte const> bytes, std::string_view end = {});
/// The same for text such as a report or a table.
void write_atomically(std::filesystem::path const& path, std::string_view text);

}  // namespace stampede
