#include "output/sha256.hpp"

#include <openssl/evp.h>

#include <array>

#include "model/base/check.hpp"

namespace stampede {

std::string sha256(std::string_view bytes)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    int const done = EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr);
    ensure(done == 1 && length == 32, "OpenSSL could not compute a SHA-256 digest");

    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < length; ++i) {
        text += digits[digest[i] >> 4U];
        text += digits[digest[i] & 15U];
    }
    return text;
}

}  // namespace stampede
