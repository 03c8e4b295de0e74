#include "tests/analytic/toy_networks.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>

#include "tests/places.hpp"

namespace stampede::toy {
namespace {

// Fields of a line; a field may be quoted.
std::vector<std::string> fields(std::string const& line)
{
    std::vector<std::string> all(1);
    bool quoted = false;
    for (char const letter : line) {
        if (letter == '"')
            quoted = !quoted;
        else if (letter == ',' && !quoted)
            all.emplace_back();
        else if (letter != '\r')
            all.back() += letter;
    }
    return all;
}

double number(std::string const& text)
{
    return text.empty() ? 0.0 : std::stod(text);
}

}  // namespace

std::vector<Line> lines(std::string const& name, std::string const& network)
{
    std::ifstream in{testing::test_data() / name};
    REQUIRE(in);
    std::string text;
    std::getline(in, text);
    std::vector<std::string> const header = fields(text);
    std::vector<Line> found;
    while (std::getline(in, text)) {
        std::vector<std::string> const values = fields(text);
        Line line;
        for (std::size_t i = 0; i < header.size(); ++i)
            line[header[i]] = values.at(i);
        if (line["case"] == network)
            found.push_back(line);
    }
    return found;
}

Network network(std::string const& name)
{
    Network made;
    for (Line const& bank : lines("net_toy_banks.csv", name)) {
        made.banks.push_back(bank.at("bank"));
        made.external_assets.push_back(number(bank.at("external_assets")));
        made.external_liabilities.push_back(number(bank.at("external_liabilities")));
        made.buffers.push_back(number(bank.at("buffer")));
    }
    auto const place = [&](std::string const& bank) {
        return static_cast<std::size_t>(std::ranges::find(made.banks, bank) - made.banks.begin());
    };
    made.exposures.assign(made.banks.size(), std::vector<double>(made.banks.size(), 0.0));
    for (Line const& loan : lines("net_toy_exposures.csv", name))
        made.exposures.at(place(loan.at("lender"))).at(place(loan.at("borrower"))) = number(loan.at("amount"));
    return made;
}

std::vector<double> expected(std::string const& name, std::string const& quantity, Network const& network)
{
    std::vector<double> values;
    for (std::string const& bank : network.banks)
        for (Line const& line : lines("net_toy_expected.csv", name))
            if (line.at("quantity") == quantity && line.at("item") == bank)
                values.push_back(number(line.at("value")));
    return values;
}

}  // namespace stampede::toy
