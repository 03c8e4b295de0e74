#include "model/graphs/payment_sheet.hpp"

#include <algorithm>
#include <tuple>

#include "model/base/check.hpp"

namespace stampede {
namespace {

constexpr double beyond_rounding = 1e-12;  // part of what is open below which a shortfall is left to the units
constexpr std::size_t no_way_out = std::numeric_limits<std::size_t>::max() / 2;
constexpr Int128 largest_sum = Int128{1} << 62;

}  // namespace

std::int64_t recovered(Share share, Int128 amount)
{
    constexpr std::int64_t whole = 1'000'000'000'000'000;
    return static_cast<std::int64_t>(amount * round_to_integer(share.value() * static_cast<double>(whole)) / whole);
}

PaymentSheet::PaymentSheet(std::vector<std::int64_t> own, std::vector<bool> failed, std::vector<PaymentSlot> slots,
                           Share claim_recovery)
    : members_(own.size()), slots_{std::move(slots)}, claim_recovery_{claim_recovery}
{
    for (std::size_t i = 0; i < members_.size(); ++i) {
        members_[i].own = own[i];
        members_[i].failed = failed[i];
        if (failed[i])
            failed_.push_back(i);
    }
    Int128 all = 0;
    for (std::size_t s = 0; s < slots_.size(); ++s) {
        all += slots_[s].open;
        members_[slots_[s].debtor].owes.push_back(s);
        if (slots_[s].creditor != PaymentSlot::outside)
            members_[slots_[s].creditor].claims.push_back(s);
    }
    require(all < largest_sum, "clearing: all obligations together must stay below 2^62 units");
    for (PaymentSlot const& slot : slots_)
        members_[slot.debtor].open += slot.open;
}

void PaymentSheet::pay()
{
    std::vector<double> const paid = real_payments();
    for (std::size_t i = 0; i < members_.size(); ++i) {
        bool const in_full = paid[i] >= static_cast<double>(members_[i].open);
        split(i, in_full ? members_[i].open : std::min(members_[i].open, static_cast<std::int64_t>(paid[i])));
    }
    find_ways_out();
    for (std::size_t pass = 0; pass <= failed_.size() && settle(true); ++pass) {
    }
    while (settle(false)) {
    }
}

// Greatest solution of paid = min(open, own + recovery inflow) over the failed, by fictitious default.
std::vector<double> PaymentSheet::real_payments() const
{
    std::vector<double> paid(members_.size());
    for (std::size_t i = 0; i < paid.size(); ++i)
        paid[i] = static_cast<double>(members_[i].open);
    std::vector<bool> is_short(members_.size(), false);
    std::vector<std::size_t> short_ones;
    while (true) {
        std::vector<std::size_t> found;
        for (std::size_t const i : failed_) {
            double const has = static_cast<double>(members_[i].own) + claim_recovery_.value() * inflow(i, paid);
            if (!is_short[i] && has < static_cast<double>(members_[i].open) * (1 - beyond_rounding))
                found.push_back(i);
        }
        if (found.empty())
            return paid;
        for (std::size_t const i : found) {
            is_short[i] = true;
            short_ones.push_back(i);
        }
        std::vector<double> const solution = solve(round_of(short_ones, paid));
        for (std::size_t k = 0; k < short_ones.size(); ++k)
            paid[short_ones[k]] = std::clamp(solution[k], 0.0, static_cast<double>(members_[short_ones[k]].open));
    }
}

double PaymentSheet::inflow(std::size_t member, std::vector<double> const& paid) const
{
    double sum = 0;
    for (std::size_t const s : members_[member].claims)
        if (slots_[s].open > 0)
            sum += paid[slots_[s].debtor] * static_cast<double>(slots_[s].open) /
                   static_cast<double>(members_[slots_[s].debtor].open);
    return sum;
}

InflowSystem PaymentSheet::round_of(std::vector<std::size_t> const& short_ones, std::vector<double> const& paid) const
{
    InflowSystem round;
    std::vector<std::size_t> place(members_.size(), members_.size());
    for (std::size_t k = 0; k < short_ones.size(); ++k)
        place[short_ones[k]] = k;
    for (std::size_t const i : short_ones) {
        double fixed = 0;
        std::vector<Inflow> inflows;
        for (std::size_t const s : members_[i].claims) {
            if (slots_[s].open == 0)
                continue;
            std::size_t const j = slots_[s].debtor;
            double const share = static_cast<double>(slots_[s].open) / static_cast<double>(members_[j].open);
            if (place[j] == members_.size())
                fixed += share * paid[j];
            else
                inflows.push_back({static_cast<std::uint32_t>(place[j]), claim_recovery_.value() * share});
        }
        round.base.push_back(static_cast<double>(members_[i].own) + claim_recovery_.value() * fixed);
        round.inflows.push_back(std::move(inflows));
    }
    return round;
}

// Largest remainder over what is open, ties to the lower slot.
void PaymentSheet::split(std::size_t member, std::int64_t total)
{
    Member& debtor = members_[member];
    if (debtor.open == 0)
        return;
    std::vector<std::tuple<Int128, std::size_t>> remainders;
    std::int64_t given = 0;
    for (std::size_t const s : debtor.owes) {
        Int128 const product = static_cast<Int128>(total) * slots_[s].open;
        slots_[s].paid = static_cast<std::int64_t>(product / debtor.open);
        given += slots_[s].paid;
        remainders.emplace_back(-(product % debtor.open), s);
    }
    std::ranges::sort(remainders);
    for (auto const& [remainder, s] : remainders)
        if (given < total) {
            ++slots_[s].paid;
            ++given;
        }
    debtor.paid = total;
    for (std::size_t const s : debtor.owes)
        if (slots_[s].creditor != PaymentSlot::outside)
            members_[slots_[s].creditor].received += slots_[s].paid;
}

Int128 PaymentSheet::means(Member const& member) const
{
    return static_cast<Int128>(member.own) + recovered(claim_recovery_, member.received);
}

// A unit more or less ends with a creditor who does not fail, or with a debtor who can pay in full either way.
void PaymentSheet::find_ways_out()
{
    std::vector<std::size_t> reached;
    for (std::size_t const i : failed_) {
        bool const has_outside = std::ranges::any_of(members_[i].owes, [this](std::size_t s) {
            PaymentSlot const& slot = slots_[s];
            return slot.open > 0 && (slot.creditor == PaymentSlot::outside || !members_[slot.creditor].failed);
        });
        members_[i].way_out = has_outside || means(members_[i]) > members_[i].open ? 0 : no_way_out;
        if (members_[i].way_out == 0)
            reached.push_back(i);
    }
    for (std::size_t next = 0; next < reached.size(); ++next)
        for (std::size_t const s : members_[reached[next]].claims) {
            Member& debtor = members_[slots_[s].debtor];
            if (!debtor.failed || debtor.way_out != no_way_out || slots_[s].open == 0)
                continue;
            debtor.way_out = members_[reached[next]].way_out + 1;
            reached.push_back(slots_[s].debtor);
        }
    std::ranges::stable_sort(failed_, std::ranges::greater{}, [this](std::size_t i) { return members_[i].way_out; });
    for (std::size_t const i : failed_)
        std::ranges::sort(members_[i].owes, {}, [this](std::size_t s) {
            return std::tuple{steps_out(slots_[s]), -slots_[s].open, s};
        });
}

std::size_t PaymentSheet::steps_out(PaymentSlot const& slot) const
{
    if (slot.creditor == PaymentSlot::outside || !members_[slot.creditor].failed)
        return 0;
    return members_[slot.creditor].way_out + 1;
}

// Adds units to what a debtor pays (or takes them off), the creditor nearest a way out first, larger claims first.
void PaymentSheet::change(Member& debtor, std::int64_t units)
{
    for (std::size_t const s : debtor.owes) {
        PaymentSlot& slot = slots_[s];
        std::int64_t const part = std::clamp(units, -slot.paid, slot.open - slot.paid);
        slot.paid += part;
        debtor.paid += part;
        units -= part;
        if (slot.creditor != PaymentSlot::outside)
            members_[slot.creditor].received += part;
    }
}

bool PaymentSheet::settle(bool raising)
{
    bool changed = false;
    for (std::size_t const i : failed_) {
        Member& debtor = members_[i];
        auto const payable = static_cast<std::int64_t>(std::min<Int128>(debtor.open, means(debtor)));
        if (payable < debtor.paid || (raising && payable > debtor.paid)) {
            change(debtor, payable - debtor.paid);
            changed = true;
        }
    }
    return changed;
}

}  // namespace stampede
