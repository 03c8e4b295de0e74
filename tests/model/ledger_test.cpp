// Every act of the ledger keeps its sums; audits see what does not.

#include "model/ledger.hpp"

#include <catch2/catch.hpp>

#include "model/base/check.hpp"
#include "tests/model/toy_ledger.hpp"
#include "tests/support/column_store.hpp"
#include "tests/support/property.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

bool sees_nothing(Ledger const& ledger)
{
    try {
        ledger.audit_all();
    }
    catch (BrokenInvariant const&) {
        return false;
    }
    return true;
}

bool touched_sees_nothing(Ledger& ledger)
{
    try {
        ledger.audit_touched();
    }
    catch (BrokenInvariant const&) {
        return false;
    }
    return true;
}

ToyLedger after_acts(std::uint64_t seed, int acts)
{
    ToyLedger toy{seed};
    for (int i = 0; i < acts; ++i)
        toy.act();
    return toy;
}

}  // namespace

TEST_CASE("any sequence of acts passes both audits", "[model][ledger]")
{
    for_all("acts", [] {
        ToyLedger toy{*rc::gen::arbitrary<std::uint64_t>()};
        for (int i = 0; i < 300; ++i) {
            toy.act();
            RC_ASSERT(touched_sees_nothing(toy.ledger));
            RC_ASSERT(sees_nothing(toy.ledger));
        }
    });
}

TEST_CASE("wealth is that of all balances, and its channels sum to what was lost", "[model][ledger]")
{
    for_all("wealth", [] {
        ToyLedger toy{*rc::gen::arbitrary<std::uint64_t>()};
        WealthBook const& book = toy.ledger.wealth();
        for (int i = 0; i < 100; ++i) {
            toy.act();
            auto const expected = toy.wealth_from_scratch();
            for (std::size_t owner = 0; owner < ToyLedger::classes; ++owner) {
                ClassId const id = ClassId::of(owner);
                RC_ASSERT(book.wealth(id) == expected[owner]);
                MicroUsd channels{0};
                for (std::size_t c = 0; c < channel_count; ++c)
                    channels += book.loss(id, static_cast<Channel>(c));
                RC_ASSERT(channels == book.loss(id));
                RC_ASSERT(book.initial(id) + book.inflow(id) - book.loss(id) == book.wealth(id));
            }
        }
    });
}

TEST_CASE("only mint and burn change a supply", "[model][ledger]")
{
    ToyLedger toy{4};
    for (int i = 0; i < 2000; ++i) {
        std::vector<Amount> const before{toy.ledger.supply(AssetId{0}), toy.ledger.supply(AssetId{1})};
        if (!toy.act())
            REQUIRE(before == std::vector<Amount>{toy.ledger.supply(AssetId{0}), toy.ledger.supply(AssetId{1})});
    }
}

TEST_CASE("a batch that does not sum to zero, or mixes markets, is refused", "[model][ledger]")
{
    Ledger ledger{{"outside", "venue", "clients"}, 2, {100, 100}};
    AccountId const a = ledger.open_account(InstitutionId{1}, AssetId{0}, ClassId{2}, {});
    AccountId const b = ledger.open_account(InstitutionId{1}, AssetId{0}, ClassId{2}, {});
    AccountId const other = ledger.open_account(InstitutionId{1}, AssetId{1}, ClassId{2}, {});
    ledger.endow_claim(a, Amount{10});
    ledger.open();
    using Batch = std::vector<Settlement>;
    CHECK_THROWS_AS(ledger.settle(Batch{{a, Amount{-5}, {}}, {b, Amount{4}, {}}}), BrokenInvariant);
    CHECK_THROWS_AS(ledger.settle(Batch{{a, Amount{-5}, {}}, {other, Amount{5}, {}}}), BrokenInvariant);
    CHECK_NOTHROW(ledger.settle(Batch{}));
    // An account may give more than it has if the same batch brings it in.
    CHECK_NOTHROW(
        ledger.settle(Batch{{b, Amount{-8}, {}}, {b, Amount{8}, {}}, {a, Amount{-10}, {}}, {b, Amount{10}, {}}}));
    CHECK(ledger.balance(b) == Amount{10});
}

TEST_CASE("nobody gives what he does not have", "[model][ledger]")
{
    ToyLedger toy = after_acts(5, 20);
    Ledger& ledger = toy.ledger;
    AccountId const claim{0}, wallet{2};
    AssetId const asset = ledger.asset(claim);
    InstitutionId const bank = ledger.institution(claim);
    Amount const one{1};
    CHECK_THROWS_AS(ledger.cut_claim(claim, ledger.balance(claim) + one, Channel::default_), BrokenInvariant);
    CHECK_THROWS_AS(ledger.burn(bank, Storage::cold, asset, ledger.stored(bank, asset, Storage::cold) + one),
                    BrokenInvariant);
    CHECK_THROWS_AS(ledger.deposit(wallet, claim, ledger.balance(wallet) + one), BrokenInvariant);
}

TEST_CASE("supply stays below 2^62", "[model][ledger]")
{
    ToyLedger toy{6};
    Amount const room{(std::int64_t{1} << 62) - toy.ledger.supply(AssetId{0}).value()};
    CHECK_THROWS_AS(toy.ledger.mint(InstitutionId{1}, Storage::hot, AssetId{0}, room), BrokenInvariant);
}

TEST_CASE("the full audit sees one unit out of place in any column", "[model][ledger]")
{
    ToyLedger const toy = after_acts(7, 200);
    Ledger copy = toy.ledger;
    ColumnStore const sound = saved(copy);
    restore(copy, sound);
    REQUIRE(sees_nothing(copy));
    for (char const* const path : {"balance", "stored", "claims", "supply", "wealth/holding", "wealth/value",
                                   "wealth/wealth", "wealth/initial", "wealth/inflow", "wealth/loss"})
        for (std::size_t row = 0; row < sound.size(path); ++row) {
            CAPTURE(path, row);
            for (std::int64_t const slip : {1, -1}) {
                ColumnStore corrupt = sound;
                corrupt.set_value(path, row, sound.value<std::int64_t>(path, row) + slip);
                restore(copy, corrupt);
                CHECK(!sees_nothing(copy));
            }
        }
    ColumnStore corrupt = sound;
    corrupt.set_value("wealth/price", 1, sound.value<double>("wealth/price", 1) * 1.001);
    restore(copy, corrupt);
    CHECK(!sees_nothing(copy));
}

TEST_CASE("the audit of touched rows and the full audit judge alike", "[model][ledger]")
{
    ToyLedger toy = after_acts(8, 200);
    toy.ledger.audit_touched();
    AccountId const claim{0}, wallet{2};
    Amount const one{1};
    // Endowments belong before the opening: after it they are acts with one entry.
    auto const both_see = [&](auto const& single_entry) {
        Ledger copy = toy.ledger;
        single_entry(copy);
        return !touched_sees_nothing(copy) && !sees_nothing(copy);
    };
    CHECK(both_see([&](Ledger& ledger) { ledger.endow_claim(claim, one); }));
    CHECK(both_see([&](Ledger& ledger) { ledger.endow_wallet(wallet, one); }));
    CHECK(both_see([&](Ledger& ledger) { ledger.endow_storage(InstitutionId{1}, AssetId{1}, Storage::cold, one); }));
    CHECK(both_see([&](Ledger& ledger) { ledger.quote(AssetId{1}, Price{1}); }));
    CHECK(touched_sees_nothing(toy.ledger));
    CHECK(sees_nothing(toy.ledger));
}

TEST_CASE("a restored ledger is the saved one", "[model][ledger]")
{
    ToyLedger toy = after_acts(9, 150);
    ToyLedger other = after_acts(10, 3);
    ColumnStore const store = saved(toy.ledger);
    restore(other.ledger, store);
    CHECK(saved(other.ledger) == store);
    CHECK(touched_sees_nothing(other.ledger));
    CHECK(sees_nothing(other.ledger));
    for (int i = 0; i < 50; ++i) {
        other.act();
        REQUIRE(touched_sees_nothing(other.ledger));
    }
}
