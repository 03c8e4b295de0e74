#include "networks/social/watts_strogatz_contacts.hpp"

#include <algorithm>
#include <span>

#include "networks/chance.hpp"
#include "networks/social/degree.hpp"

namespace stampede {
namespace {

/// The contacts that everyone brings: row i holds those from person i to the next `half` people.
class Ring {
  public:
    Ring(std::uint32_t people, std::uint32_t half) : people_{people}, half_{half}
    {
        contacts_.reserve(std::size_t{people} * half);
        for (std::uint32_t person = 0; person < people; ++person)
            for (std::uint32_t step = 1; step <= half; ++step) {
                std::uint64_t const next = std::uint64_t{person} + step;
                contacts_.push_back({person, static_cast<std::uint32_t>(next < people ? next : next - people)});
            }
    }

    [[nodiscard]] std::size_t size() const { return contacts_.size(); }
    [[nodiscard]] std::vector<Contact> const& contacts() const { return contacts_; }

    /// Fetches the memory that `rewire` of this edge will want first.
    void prepare(std::size_t edge, Draws const& draws) const
    {
        fetch_ahead(&contacts_[std::size_t{candidate(edge, 0, draws)} * half_]);
    }

    /// Moves contact `edge` to a stranger.
    void rewire(std::size_t edge, Draws const& draws)
    {
        constexpr std::uint64_t most_tries = 64;  // all fail only where a person knows nearly everyone: then it stays
        std::uint32_t const person = contacts_[edge].one;
        for (std::uint64_t tries = 0; tries < most_tries; ++tries) {
            std::uint32_t const stranger = candidate(edge, tries, draws);
            if (stranger == person || brings(person, stranger) || brings(stranger, person))
                continue;
            contacts_[edge].other = stranger;
            return;
        }
    }

  private:
    /// Keyed by the edge: what one edge draws does not depend on the fate of others.
    [[nodiscard]] std::uint32_t candidate(std::size_t edge, std::uint64_t tries, Draws const& draws) const
    {
        return static_cast<std::uint32_t>(below(people_, draws.bits("social watts_strogatz target", edge, tries)));
    }

    [[nodiscard]] bool brings(std::uint32_t person, std::uint32_t other) const
    {
        auto const row = std::span{contacts_}.subspan(std::size_t{person} * half_, half_);
        return std::any_of(row.begin(), row.end(), [other](Contact contact) { return contact.other == other; });
    }

    std::uint32_t people_, half_;
    std::vector<Contact> contacts_;
};

}  // namespace

SocialGraph WattsStrogatzContacts::build(std::uint32_t people, std::vector<std::uint16_t> const& /*venue_of*/,
                                         Draws const& draws) const
{
    if (people < 2)
        return SocialGraph{people, {}};
    Ring ring{people, half_of_degree("watts_strogatz", degree_, people)};
    DrawStream luck = draws.stream("social watts_strogatz");
    std::vector<std::size_t> moved;
    for (std::size_t edge = 0; edge < ring.size(); ++edge)
        if (luck.uniform() < rewiring_)
            moved.push_back(edge);

    constexpr std::size_t ahead = 16;
    for (std::size_t i = 0; i < moved.size() + ahead; ++i) {
        if (i < moved.size())
            ring.prepare(moved[i], draws);
        if (i >= ahead)
            ring.rewire(moved[i - ahead], draws);
    }
    return SocialGraph{people, ring.contacts()};
}

}  // namespace stampede
