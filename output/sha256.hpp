#pragma once
// SHA-256 (FIPS 180-4), computed by OpenSSL, which HDF5 brings along anyway.

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace stampede {

/// Digest of bytes that come piece by piece.
class Sha256 {
  public:
    Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    ~Sha256();
    void add(std::span<std::byte const> bytes);
    /// The digest of all that was added as 64 lower-case hexadecimal digits; nothing can be added afterwards.
    [[nodiscard]] std::string text();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Version of the OpenSSL library in use, e.g. "3.0.15".
[[nodiscard]] std::string openssl_version();

/// Digest of `bytes` as 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256(std::string_view bytes);

}  // namespace stampede
