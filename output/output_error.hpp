#pragma once
// A file could not be written or read: where, what and why, what next. Exit code 3.

#include <stdexcept>
#include <string>
#include <string_view>

namespace stampede {

/// The disk, a path or a file is wrong, neither the user's experiment nor our model; exit code 3.
class OutputError : public std::runtime_error {
  public:
    /// @param where  path of the file, and of the dataset in it if that is known
    /// @param what   what went wrong and why, without a full stop
    /// @param next   what the reader of the message can do about it
    OutputError(std::string_view where, std::string_view what, std::string_view next)
        : std::runtime_error{std::string{where} + ": " + std::string{what} + "\n  " + std::string{next}}
    {
    }
};

}  // namespace stampede
