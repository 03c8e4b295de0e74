#include "networks/social/configuration_contacts.hpp"

#include <algorithm>

#include "networks/chance.hpp"

namespace stampede {

SocialGraph ConfigurationContacts::build(std::uint32_t people, std::vector<std::uint16_t> const& /*venue_of*/,
                                         Draws const& draws) const
{
    if (people < 2)
        return SocialGraph{people, {}};

    std::vector<std::uint32_t> halves;  // a person stands here once per half-contact
    for (std::uint32_t person = 0; person < people; ++person) {
        double const drawn = degree_.at(person, people, draws, "social configuration degree");
        auto const degree = round_to_integer(std::clamp(drawn, 0.0, people - 1.0));
        halves.insert(halves.end(), static_cast<std::size_t>(degree), person);
    }

    DrawStream luck = draws.stream("social configuration");
    shuffle(halves, luck);
    std::vector<Contact> contacts;
    contacts.reserve(halves.size() / 2);
    for (std::size_t i = 0; i + 1 < halves.size(); i += 2)  // an odd one out is dropped
        contacts.push_back({halves[i], halves[i + 1]});
    return SocialGraph{people, contacts, Repeats::erase};
}

}  // namespace stampede
