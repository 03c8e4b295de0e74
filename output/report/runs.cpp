#include "output/report/runs.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "model/statistics.hpp"

namespace stampede {

std::vector<double> known_over(Contents const& results, std::string const& path, std::vector<std::size_t> const& runs,
                               std::size_t entry)
{
    Dataset const& data = results.at(path);
    auto const& all = std::get<std::vector<double>>(data.values);
    std::size_t const entries = elements({data.shape.begin() + 1, data.shape.end()});
    std::vector<double> there;
    for (std::size_t const run : runs)
        if (double const value = all.at(run * entries + entry); value == value)
            there.push_back(value);
    return there;
}

double mean_over(Contents const& results, std::string const& path, std::vector<std::size_t> const& runs,
                 std::size_t entry)
{
    std::vector<double> const there = known_over(results, path, runs, entry);
    return there.empty() ? std::numeric_limits<double>::quiet_NaN() : statistics::mean(there);
}

std::vector<std::string> names_on(Contents const& results, std::string const& scale)
{
    return results.find(scale) == nullptr ? std::vector<std::string>{} : results.values<std::string>(scale);
}

std::string said_size(std::string const& size)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> words{
        {{"below_10k", "below 10,000 USD"},
         {"10k_to_500k", "10,000 to 500,000 USD"},
         {"above_500k", "above 500,000 USD"}}};
    auto const found = std::ranges::find(words, size, [](auto const& word) { return word.first; });
    return found == words.end() ? said_name(size) : std::string{found->second};
}

std::string said_name(std::string name)
{
    std::ranges::replace(name, '_', ' ');
    return name;
}

}  // namespace stampede
