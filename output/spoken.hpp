#pragma once
// Numbers as they are said.

#include <string>
#include <string_view>
#include <vector>

namespace stampede::spoken {

/// "7.0 billion USD", "350 million USD", "12,400 USD", "0 USD".
[[nodiscard]] std::string money(double usd);
/// "57 %", "7.6 %" below 10 %, "0.032 %" below 0.05 %.
[[nodiscard]] std::string percent(double share);
/// "35.2 days" from two days on, "6.5 hours", "45 minutes" below one hour, "30 seconds" below one minute.
[[nodiscard]] std::string time(double hours);
/// "300,000"; rounds to whole ones.
[[nodiscard]] std::string count(double number);
/// "one client", "12 clients".
[[nodiscard]] std::string count(double number, std::string_view one, std::string_view many);
/// "a", "a and b", "a, b and c".
[[nodiscard]] std::string list(std::vector<std::string> const& parts);

}  // namespace stampede::spoken
