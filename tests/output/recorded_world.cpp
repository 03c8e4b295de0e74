#include "tests/output/recorded_world.hpp"

#include <algorithm>

namespace stampede::testing {

RecordOptions everything(std::int64_t every)
{
    return {true, true, true, true, every};
}

namespace {

std::vector<std::unique_ptr<Observer>> observers(RecordOptions const& options, std::unique_ptr<Observer> witness,
                                                 Recorder*& recorder)
{
    auto made = std::make_unique<Recorder>(options);
    recorder = made.get();
    std::vector<std::unique_ptr<Observer>> all;
    all.push_back(std::move(made));
    if (witness)
        all.push_back(std::move(witness));
    return all;
}

std::size_t place_of(Contents const& results, std::string const& scale, std::string const& entry)
{
    auto const& names = results.values<std::string>(scale);
    auto const found = std::ranges::find(names, entry);
    ensure(found != names.end(), "test asks for an unknown entry " + entry + " of " + scale);
    return static_cast<std::size_t>(found - names.begin());
}

}  // namespace

Recorded::Recorded(TinyWorld& tiny, std::int64_t steps, RecordOptions const& options, std::unique_ptr<Observer> witness)
    : steps_{steps}, run_{tiny.start(steps, observers(options, std::move(witness), recorder_))}
{
}

Recorded& Recorded::finish()
{
    run_.go(steps_ - run_.world().clock.step);
    return *this;
}

std::vector<double> numbers(Contents const& results, std::string const& path)
{
    return results.values<double>(path);
}

std::vector<double> series(Contents const& results, std::string const& path, std::string const& entry)
{
    Dataset const& data = results.at(path);
    std::string const& axis = data.axes.back();
    std::vector<double> picked;
    for (std::size_t i = place_of(results, join(parent_of(path), axis), entry); i < size(data.values);
         i += data.shape.back())
        picked.push_back(results.values<double>(path)[i]);
    return picked;
}

double outcome(Contents const& results, std::string const& path, std::string const& entry)
{
    return entry.empty() ? numbers(results, path).at(0) : series(results, path, entry).at(0);
}

TinyWorld run_on_a_bank()
{
    TinyWorld tiny{6 * 3600};
    InstitutionParameters& bank = tiny.institution("bank");
    bank.hot = Share{0.3};
    bank.cold = Share{0.7};
    bank.cold_lag = Duration{36 * 3600.0};
    std::size_t const ann = tiny.client("bank", "USD", 600'000), bob = tiny.client("bank", "USD", 5'000),
                      cid = tiny.client("bank", "USD", 100'000);
    tiny.client("bank", "USD", 295'000);
    tiny.ask(0, bob, 5'000, true);
    tiny.ask(0, cid, 100'000, true);
    tiny.ask(1, ann, 400'000, true);
    tiny.shock("leak", "news", {{"at", 6 * 3600.0}, {"size", 1}}, {{"venue", "bank"}, {"level", "leak"}});
    return tiny;
}

}  // namespace stampede::testing
