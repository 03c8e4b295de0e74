#pragma once
// The end of a file says what its bytes were, so that damage is noticed before anything else reads it.

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

namespace stampede {

/// What is put behind the bytes of a file: a line with their SHA-256. HDF5 pays no heed to what stands behind its own
/// end, and takes the line away when it changes a file.
[[nodiscard]] std::string seal_of(std::span<std::byte const> bytes);

/// Length of every seal [bytes].
inline constexpr std::size_t seal_length = 82;

/// Lets through whole files, and those without a seal, which others have written or changed.
/// @throws OutputError if the bytes are not those that were sealed, or the seal is cut short
void require_unbroken(std::filesystem::path const& path);

}  // namespace stampede
