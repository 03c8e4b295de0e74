#include "output/sha256.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <array>

#include "model/base/check.hpp"

namespace stampede {

struct Sha256::State {
    struct Free {
        void operator()(EVP_MD_CTX* ended) const { EVP_MD_CTX_free(ended); }
    };
    std::unique_ptr<EVP_MD_CTX, Free> context{EVP_MD_CTX_new()};
};

namespace {

void check_done(int done)
{
    ensure(done == 1, "OpenSSL could not compute a SHA-256 digest");
}

}  // namespace

Sha256::Sha256() : state_{std::make_unique<State>()}
{
    check_done(EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr));
}

Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;
Sha256::~Sha256() = default;

void Sha256::add(std::span<std::byte const> bytes)
{
    check_done(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()));
}

std::string Sha256::text()
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    check_done(EVP_DigestFinal_ex(state_->context.get(), digest.data(), &length));
    ensure(length == 32, "a SHA-256 digest has another length");

    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < length; ++i) {
        text += digits[digest[i] >> 4U];
        text += digits[digest[i] & 15U];
    }
    return text;
}

std::string openssl_version()
{
    return fmt::format("{}.{}.{}", OPENSSL_version_major(), OPENSSL_version_minor(), OPENSSL_version_patch());
}

std::string sha256(std::string_view bytes)
{
    Sha256 digest;
    digest.add(std::as_bytes(std::span{bytes.data(), bytes.size()}));
    return digest.text();
}

}  // namespace stampede
