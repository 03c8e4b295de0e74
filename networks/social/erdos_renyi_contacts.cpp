#include "networks/social/erdos_renyi_contacts.hpp"

#include "networks/chance.hpp"
#include "networks/social/degree.hpp"

namespace stampede {

SocialGraph ErdosRenyiContacts::build(std::uint32_t people, std::vector<std::uint16_t> const& /*venue_of*/,
                                      Draws const& draws) const
{
    if (people < 2)
        return SocialGraph{people, {}};
    require_room("erdos_renyi", degree_, people);

    std::vector<Contact> contacts;
    contacts.reserve(static_cast<std::size_t>(0.505 * degree_ * people) + 64);  // a little over the mean
    DrawStream luck = draws.stream("social erdos_renyi");
    for_kept_pairs(people, degree_ / (people - 1.0), luck, [&](std::uint32_t one, std::uint32_t other) {
        contacts.push_back({one, other});
    });
    return SocialGraph{people, contacts};
}

}  // namespace stampede
