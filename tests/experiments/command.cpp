#include "tests/experiments/command.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <iterator>

#include "tests/places.hpp"

namespace stampede::testing {

namespace {

constexpr int not_possible_here = 77;

/// Becomes the program, with its streams in the two open files.
[[noreturn]] void become(std::vector<std::string> arguments, int data, int messages,
                         std::function<bool()> const& prepare)
{
    arguments.insert(arguments.begin(), program().string());
    std::vector<char*> words;
    for (std::string& argument : arguments)
        words.push_back(argument.data());
    words.push_back(nullptr);
    ::dup2(data, STDOUT_FILENO);
    ::dup2(messages, STDERR_FILENO);
    if (prepare())
        ::execv(words[0], words.data());
    ::_exit(not_possible_here);
}

std::string text_in(std::filesystem::path const& file)
{
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

std::optional<Ran> program_in_child(std::vector<std::string> const& arguments, TemporaryFolder const& folder,
                                    std::function<bool()> const& prepare)
{
    TemporaryFolder const streams;
    std::filesystem::path const data = streams.write("data", ""), messages = streams.write("messages", "");
    int const out = ::open(data.c_str(), O_WRONLY), err = ::open(messages.c_str(), O_WRONLY);
    pid_t const child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0)
        become(arguments, out, err, prepare);
    ::close(out);
    ::close(err);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CAPTURE(status, text_in(messages));
    REQUIRE(WIFEXITED(status));
    if (WEXITSTATUS(status) == not_possible_here)
        return {};
    return Ran{WEXITSTATUS(status), text_in(data), without_folder(text_in(messages), folder)};
}

std::vector<std::string> names_in(std::filesystem::path const& folder)
{
    std::vector<std::string> names;
    for (auto const& entry : std::filesystem::directory_iterator{folder})
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

std::string without_folder(std::string text, TemporaryFolder const& folder)
{
    std::string const prefix = folder.path().string();
    for (std::string const& gone : {prefix + "/", prefix})
        for (std::size_t at; (at = text.find(gone)) != std::string::npos;)
            text.erase(at, gone.size());
    return text;
}

std::filesystem::path write_lender(TemporaryFolder const& folder)
{
    std::string prices = "# made up for a test\nhour,btc\n";
    for (int hour = 0; hour <= 96; ++hour)
        prices += std::to_string(hour) + "," + std::to_string(30'000 - 80 * hour) + "\n";
    folder.write("prices.csv", prices);
    return folder.write("lender.json", R"({
  "format": "stampede-experiment", "version": 1,
  "question": "Who is paid when a small lender is run on?",
  "step_seconds": 3600, "days": 4, "seed": 11,
  "assets": {
    "USD": {"kind": "fiat", "decimals": 6, "price": 1},
    "BTC": {"decimals": 6, "path": {"file": "prices.csv", "time_column": "hour", "price_column": "btc"}}
  },
  "institutions": {
    "Lender": {"kind": "lender", "hot": 0.1, "cold": 0.2, "cold_lag": "6h",
               "placements": {"loans": {"share": 0.7, "time_to_cash": "60d", "haircut": 0.02}}},
    "Exchange": {"kind": "exchange"}
  },
  "markets": {"BTC-USD": {"venue": "Exchange", "base": "BTC", "quote": "USD", "depth": 1e6}},
  "social": {"kind": "erdos_renyi", "degree": 6},
  "agents": {
    "depositors": {"kind": "retail_user", "count": 600, "venue": "Lender", "coins": {"BTC": 0.5, "USD": 0.5},
                   "total_usd": 6e6, "attention": {"per_day": 4, "dormant": 0}}
  },
  "shocks": {"leak": {"kind": "news", "at": "6h", "venue": "Lender", "level": "insolvency_reported"}}
})");
}

}  // namespace stampede::testing
