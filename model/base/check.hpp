#pragma once
// Two kinds of wrong: `require` blames the user's input, `ensure` blames our model.

#include <concepts>
#include <stdexcept>
#include <string>
#include <string_view>

namespace stampede {

/// The user's input is wrong; exit code 2.
class InputError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Our model broke a rule of its own; exit code 4.
class BrokenInvariant : public std::logic_error {
  public:
    using std::logic_error::logic_error;
};

/// @throws InputError carrying `what` unless `holds`
inline void require(bool holds, std::string_view what)
{
    if (!holds)
        throw InputError{std::string{what}};
}

/// @throws BrokenInvariant carrying `what` unless `holds`
inline void ensure(bool holds, std::string_view what)
{
    if (!holds)
        throw BrokenInvariant{std::string{what}};
}

/// As above with words that are only made when they are needed. @param words  a function of nothing
template <std::invocable Words>
void ensure(bool holds, Words const& words)
{
    if (!holds)
        throw BrokenInvariant{words()};
}

/// As above with the offending value behind the text.
template <class Value>
void ensure(bool holds, std::string_view what, Value const& value)
{
    if (!holds)
        throw BrokenInvariant{std::string{what} + ": " + std::to_string(value)};
}

}  // namespace stampede
