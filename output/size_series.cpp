#include "output/size_series.hpp"

#include <algorithm>
#include <array>

namespace stampede {

namespace {

/// Requests so far, by size of who asked.
class Askers {
  public:
    explicit Askers(View& seen, Births const& births) : seen_{seen}, births_{births} {}

    void read_up_to(std::int64_t step)
    {
        Events const& events = seen_.events;
        for (; next_ < events.size() && events.step(next_) <= step; ++next_)
            if (events.kind(next_) == EventKind::withdrawal_asked)
                count(events.account(next_), events.happening(next_).value_usd);
    }

    std::array<std::int64_t, Births::sizes.size()> people{};
    std::array<double, Births::sizes.size()> usd{};

  private:
    void count(AccountId account, double value)
    {
        PersonId const person = seen_.ledger.owner(account);
        std::uint8_t const size = person.valid() ? births_.size_of(person) : Births::nobody;
        if (size == Births::nobody)
            return;
        usd[size] += value;
        if (person.index() >= known_.size())
            known_.resize(std::max<std::size_t>(person.index() + 1, 2 * known_.size()));
        people[size] += known_[person.index()] ? 0 : 1;
        known_[person.index()] = true;
    }

    View& seen_;
    Births const& births_;
    std::size_t next_ = 0;
    std::vector<bool> known_;
};

}  // namespace

void capture_size_series(Capture& into, View& seen, Births const& births, std::vector<std::int64_t> const& steps)
{
    auto& people = into.column<std::int64_t>("/series/size/people_asked");
    auto& usd = into.column<double>("/series/size/asked_usd");
    Askers askers{seen, births};
    for (std::int64_t const step : steps) {
        askers.read_up_to(step);
        people.insert(people.end(), askers.people.begin(), askers.people.end());
        usd.insert(usd.end(), askers.usd.begin(), askers.usd.end());
    }
}

}  // namespace stampede
