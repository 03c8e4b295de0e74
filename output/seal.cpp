#include "output/seal.hpp"

#include <algorithm>
#include <fstream>
#include <string_view>
#include <vector>

#include "model/base/check.hpp"
#include "output/output_error.hpp"
#include "output/sha256.hpp"

namespace stampede {

namespace {

constexpr std::string_view mark = "\nstampede sha256 ";
constexpr std::string_view advice = "Copy it again, or run the experiment again.";

std::string seal_with(std::string const& digest)
{
    return std::string{mark} + digest + '\n';
}

}  // namespace

std::string seal_of(std::span<std::byte const> bytes)
{
    Sha256 digest;
    digest.add(bytes);
    std::string seal = seal_with(digest.text());
    ensure(seal.size() == seal_length, "a seal has another length");
    return seal;
}

void require_unbroken(std::filesystem::path const& path)
{
    std::error_code error;
    std::uintmax_t const size = std::filesystem::file_size(path, error);
    std::ifstream file{path, std::ios::binary};
    if (error || size < seal_length || !file)
        return;  // whoever reads it says what is wrong
    std::string end(seal_length, '\0');
    file.seekg(-static_cast<std::streamoff>(seal_length), std::ios::end);
    file.read(end.data(), static_cast<std::streamsize>(end.size()));
    std::size_t const found = end.find(mark);
    if (found == std::string::npos)
        return;
    if (found != 0)
        throw OutputError{path.string(), "is cut short", advice};

    file.seekg(0);
    Sha256 digest;
    std::vector<std::byte> piece(std::size_t{1} << 20U);
    for (std::uintmax_t left = size - seal_length; left > 0 && file;) {
        auto const length = static_cast<std::size_t>(std::min<std::uintmax_t>(left, piece.size()));
        file.read(reinterpret_cast<char*>(piece.data()), static_cast<std::streamsize>(length));
        digest.add({piece.data(), length});
        left -= length;
    }
    if (!file || seal_with(digest.text()) != end)
        throw OutputError{path.string(), "is damaged: its bytes are not those that were written", advice};
}

}  // namespace stampede
