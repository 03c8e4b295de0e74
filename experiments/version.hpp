#pragma once
// Which Stampede this is, and what it was built with.

#include <string>

namespace stampede {

/// "0.1.0"
[[nodiscard]] std::string program_version();
/// Revision of the sources, as `git describe` names it; "unknown" outside a clone.
[[nodiscard]] std::string source_revision();
/// "Boost 1.74.0, nlohmann/json 3.11.2, CLI11 2.1.2, fmt 9.1.0, Random123 (Philox4x32-10)": all but HDF5
/// and OpenSSL, which output/ knows. The headers of Random123 do not say their version.
[[nodiscard]] std::string library_versions();
/// "g++ 12.2.0"
[[nodiscard]] std::string compiler_version();

}  // namespace stampede
