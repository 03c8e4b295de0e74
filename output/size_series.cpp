#include "output/size_series.hpp"

#include <algorithm>
#include <array>

namespace stampede {

namespace {

using BySize = std::array<std::int64_t, Births::sizes.size()>;

/// People, each of whom is counted once.
class Crowd {
  public:
    /// Whether the person was not in it yet.
    bool take(PersonId person)
    {
        if (person.index() >= known_.size())
            known_.resize(std::max<std::size_t>(person.index() + 1, 2 * known_.size()));
        bool const fresh = !known_[person.index()];
        known_[person.index()] = true;
        return fresh;
    }

  private:
    std::vector<bool> known_;
};

/// Requests so far, by size of who asked.
class Askers {
  public:
    explicit Askers(View& seen, Births const& births)
        : people_at(venue_count(seen)), seen_{seen}, births_{births}, known_at_(venue_count(seen))
    {
    }

    void read_up_to(std::int64_t step)
    {
        Events const& events = seen_.events;
        for (; next_ < events.size() && events.step(next_) <= step; ++next_)
            if (events.kind(next_) == EventKind::withdrawal_asked)
                count(events.account(next_), events.happening(next_).value_usd);
    }

    BySize people{};
    std::array<double, Births::sizes.size()> usd{};
    std::vector<BySize> people_at;  ///< per entry of the axis `venue`

  private:
    void count(AccountId account, double value)
    {
        PersonId const person = seen_.ledger.owner(account);
        std::uint8_t const size = person.valid() ? births_.size_of(person) : Births::nobody;
        if (size == Births::nobody)
            return;
        usd[size] += value;
        people[size] += known_.take(person) ? 1 : 0;
        std::size_t const venue = entry_of(seen_.ledger.institution(account));
        people_at[venue][size] += known_at_[venue].take(person) ? 1 : 0;
    }

    View& seen_;
    Births const& births_;
    std::size_t next_ = 0;
    Crowd known_;
    std::vector<Crowd> known_at_;  // per entry of the axis `venue`
};

void add_shares(std::vector<double>& shares, Askers const& askers, Births const& births)
{
    for (std::size_t venue = 0; venue < askers.people_at.size(); ++venue)
        for (std::size_t size = 0; size < Births::sizes.size(); ++size)
            shares.push_back(
                share_of(static_cast<double>(askers.people_at[venue][size]), births.people_at(venue, size)));
}

}  // namespace

void capture_size_series(Capture& into, View& seen, Births const& births, std::vector<std::int64_t> const& steps)
{
    auto& people = into.column<std::int64_t>("/series/size/people_asked");
    auto& usd = into.column<double>("/series/size/asked_usd");
    std::vector<double> shares;
    Askers askers{seen, births};
    for (std::int64_t const step : steps) {
        askers.read_up_to(step);
        people.insert(people.end(), askers.people.begin(), askers.people.end());
        usd.insert(usd.end(), askers.usd.begin(), askers.usd.end());
        add_shares(shares, askers, births);
    }
    if (venue_count(seen) > 0)
        into.column<double>("/series/venue/asked_by_size") = std::move(shares);
}

}  // namespace stampede
