#include "networks/social/stochastic_block_contacts.hpp"

#include <algorithm>

#include "networks/chance.hpp"
#include "networks/social/degree.hpp"

namespace stampede {
namespace {

/// Members of every community in rising order.
std::vector<std::vector<std::uint32_t>> communities(std::uint32_t people, std::vector<std::uint16_t> const& venue_of)
{
    std::vector<std::vector<std::uint32_t>> members;
    for (std::uint32_t person = 0; person < people; ++person) {
        std::size_t const venue = venue_of[person];
        if (venue >= members.size())
            members.resize(venue + 1);
        members[venue].push_back(person);
    }
    return members;
}

}  // namespace

SocialGraph StochasticBlockContacts::build(std::uint32_t people, std::vector<std::uint16_t> const& venue_of,
                                           Draws const& draws) const
{
    if (people < 2)
        return SocialGraph{people, {}};
    require_room("stochastic_block", degree_, people);
    std::vector<std::uint16_t> const everyone(venue_of.empty() ? people : 0, 0);
    std::vector<std::uint16_t> const& community = venue_of.empty() ? everyone : venue_of;
    ensure(community.size() == people, "stochastic_block: venues given for", community.size());

    std::vector<Contact> contacts;
    contacts.reserve(static_cast<std::size_t>(0.505 * degree_ * people) + 64);
    double const anyone = (1 - share_) * degree_ / (people - 1.0);
    DrawStream across = draws.stream("social stochastic_block across");
    for_kept_pairs(people, anyone, across, [&](std::uint32_t one, std::uint32_t other) {
        if (community[one] != community[other])
            contacts.push_back({one, other});
    });

    auto const members = communities(people, community);
    for (std::size_t venue = 0; venue < members.size(); ++venue) {
        auto const& here = members[venue];
        if (here.size() < 2)
            continue;
        DrawStream inside = draws.stream("social stochastic_block inside", venue);
        auto const size = static_cast<std::uint32_t>(here.size());
        for_kept_pairs(size, anyone + share_ * degree_ / (size - 1.0), inside,
                       [&](std::uint32_t one, std::uint32_t other) {
                           contacts.push_back({here[one], here[other]});
                       });
    }
    return SocialGraph{people, contacts};
}

}  // namespace stampede
