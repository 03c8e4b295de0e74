#include "networks/social/contact_list.hpp"

#include <fmt/format.h>

#include <charconv>
#include <fstream>
#include <optional>
#include <string_view>

#include "model/base/check.hpp"

namespace stampede {
namespace {

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blank = " \t\r";
    auto const begin = text.find_first_not_of(blank);
    return begin == std::string_view::npos ? std::string_view{}
                                           : text.substr(begin, text.find_last_not_of(blank) - begin + 1);
}

std::optional<std::uint32_t> whole_number(std::string_view text)
{
    text = trimmed(text);
    std::uint32_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

std::optional<Contact> contact_in(std::string_view line)
{
    auto const comma = line.find(',');
    if (comma == std::string_view::npos)
        return std::nullopt;
    auto const one = whole_number(line.substr(0, comma));
    auto const other = whole_number(line.substr(comma + 1));
    return one && other ? std::optional{Contact{*one, *other}} : std::nullopt;
}

bool is_heading(std::string_view line)
{
    return line.find_first_of("0123456789") == std::string_view::npos && line.find(',') != std::string_view::npos;
}

}  // namespace

SocialGraph ContactList::build(std::uint32_t people, std::vector<std::uint16_t> const& /*venue_of*/,
                               Draws const& /*draws*/) const
{
    std::ifstream input{file_};
    require(input.is_open(), fmt::format("edge_list: file \"{}\" cannot be read", file_));

    std::vector<Contact> contacts;
    std::string text;
    for (std::size_t number = 1; std::getline(input, text); ++number) {
        std::string_view const line = trimmed(text);
        if (line.empty() || line.front() == '#' || (number == 1 && is_heading(line)))
            continue;
        auto const contact = contact_in(line);
        std::string const where = fmt::format("edge_list: {}, line {}: \"{}\"", file_, number, line);
        require(contact.has_value(), where + " is not a pair person,person of whole numbers");
        require(contact->one < people && contact->other < people,
                fmt::format("{} names a person outside 0 .. {}", where, std::int64_t{people} - 1));
        require(contact->one != contact->other, where + " makes a person a contact of oneself");
        contacts.push_back(*contact);
    }
    return SocialGraph{people, contacts, Repeats::erase};
}

}  // namespace stampede
