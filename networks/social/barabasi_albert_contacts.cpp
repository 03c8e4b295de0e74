#include "networks/social/barabasi_albert_contacts.hpp"

#include "networks/growth.hpp"
#include "networks/social/degree.hpp"

namespace stampede {

SocialGraph BarabasiAlbertContacts::build(std::uint32_t people, std::vector<std::uint16_t> const& /*venue_of*/,
                                          Draws const& draws) const
{
    if (people < 2)
        return SocialGraph{people, {}};
    std::uint32_t const links = half_of_degree("barabasi_albert", degree_, people);
    std::vector<Contact> contacts = grown_by_preference(people, links, draws, "social barabasi_albert");

    // People are numbered by venue and the first to arrive become hubs: so the order of arrival is drawn.
    Permutation const arrival{people, draws, "social barabasi_albert arrival"};
    std::vector<std::uint32_t> person(people);
    for (std::uint32_t number = 0; number < people; ++number)
        person[number] = static_cast<std::uint32_t>(arrival(number));
    for (Contact& contact : contacts)
        contact = {person[contact.one], person[contact.other]};
    return SocialGraph{people, contacts};
}

}  // namespace stampede
