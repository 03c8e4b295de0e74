#pragma once
// Another working folder, for as long as a test needs it.

#include <filesystem>

namespace stampede::testing {

/// Commands in this scope run in this folder.
class WorkingIn {
  public:
    explicit WorkingIn(std::filesystem::path const& folder) { std::filesystem::current_path(folder); }
    WorkingIn(WorkingIn const&) = delete;
    WorkingIn& operator=(WorkingIn const&) = delete;
    ~WorkingIn() { std::filesystem::current_path(before_); }

  private:
    std::filesystem::path before_ = std::filesystem::current_path();
};

}  // namespace stampede::testing
