// The ctest entries .no_fma run with the C library's fused multiply-add switched off: this shows that it is.

#include <catch2/catch.hpp>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

namespace {

constexpr char const* off = "glibc.cpu.hwcaps=-AVX2,-FMA";  // as in tests/CMakeLists.txt

/// Bits of exp, pow and sin of the C library at many places, mixed (FNV-1a, 64 bits).
std::uint64_t trace_of_libm()
{
    std::uint64_t trace = 14695981039346656037U;
    auto const mix = [&](double value) {
        std::uint64_t bits = 0;
        std::memcpy(&bits, &value, sizeof bits);
        trace = (trace ^ bits) * 1099511628211U;
    };
    for (int i = 1; i <= 20'000; ++i) {
        double const volatile x = i * 1.0001e-3;
        mix(std::exp(x));
        mix(std::pow(1 + x, 1.7));
        mix(std::sin(50 * x));
    }
    return trace;
}

/// The trace in a process of its own, with these tunables of the C library.
std::uint64_t trace_with(std::string const& tunables)
{
    std::string const self = std::filesystem::read_symlink("/proc/self/exe").string();
    std::string const line = "GLIBC_TUNABLES=" + tunables + " '" + self + "' 'trace of libm'";
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> const pipe{::popen(line.c_str(), "r"), ::pclose};
    REQUIRE(pipe != nullptr);
    std::string text(4096, '\0');
    text.resize(std::fread(text.data(), 1, text.size(), pipe.get()));
    std::size_t const at = text.find("trace=");
    REQUIRE(at != std::string::npos);
    return std::stoull(text.substr(at + 6));
}

bool can_be_switched_off()
{
#if defined(__x86_64__) && defined(__GLIBC__)
    return __builtin_cpu_supports("fma") != 0;
#else
    return false;
#endif
}

}  // namespace

TEST_CASE("trace of libm", "[.]")
{
    std::cout << "trace=" << trace_of_libm() << '\n';
    SUCCEED();
}

TEST_CASE("without fused multiply-add the C library gives other bits", "[scenarios][golden]")
{
    if (!can_be_switched_off()) {
        WARN("no fused multiply-add, or no glibc on x86-64: nothing to switch off, the goldens run as they are");
        return;
    }
    std::uint64_t const with = trace_with(""), without = trace_with(off);
    CHECK(with != without);
    char const* const tunables = std::getenv("GLIBC_TUNABLES");
    bool const is_off = tunables != nullptr && std::string{tunables}.find("-FMA") != std::string::npos;
    CHECK(trace_of_libm() == (is_off ? without : with));
}
