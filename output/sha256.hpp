#pragma once
// SHA-256 (FIPS 180-4), computed by OpenSSL, which HDF5 brings along anyway.

#include <string>
#include <string_view>

namespace stampede {

/// Digest of `bytes` as 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256(std::string_view bytes);

}  // namespace stampede
