#include "agents/venue_doubt.hpp"

#include <algorithm>
#include <array>

#include "model/base/math.hpp"

namespace stampede {

void DoubtParameters::visit(FieldVisitor& field)
{
    field("fears", fears, "false: no venue is ever doubted, which switches the channel off");
    field("rule", rule, "how likely a run on a venue seems; contacts are the others' desks there");
    field("panic_threshold", panic_threshold, {-20, 20}, "log-odds",
          "fear at which one leaves a venue, drawn per desk");
    field("fear_memory", fear_memory, not_negative, "time constant in which fear follows what is seen");
    field("return_gap", return_gap, {0, 20}, "log-odds",
          "how far fear must fall below the threshold before one returns; 0 = never");
}

void VenueDoubt::birth(DoubtParameters const& parameters, std::vector<InstitutionId> venues, Draws const& draws,
                       std::string const& population)
{
    venues_ = std::move(venues);
    std::size_t const desks = venues_.size();
    Purpose const purpose = Purpose{"desks/threshold"}.of(population);
    for (std::size_t desk = 0; desk < desks; ++desk)
        threshold_.push_back(parameters.rule->threshold(parameters.panic_threshold.at(desk, desks, draws, purpose)));
    fear_.assign(desks, 0);
    calm_.assign(desks, 0);
    gone_.assign(desks, 0);
    base_asked_.assign(desks, Amount{0});
    quote_asked_.assign(desks, Amount{0});
    why_.assign(desks * Cause::most_parents, calm_root);
    why_weight_.assign(desks * Cause::most_parents, 0);
}

void VenueDoubt::look(DoubtParameters const& parameters, View& seen)
{
    if (!parameters.fears)
        return;
    bool const first = seen.clock.step == 0;
    double const kept = first ? 0 : seen.clock.kept(parameters.fear_memory);
    std::vector<double> here(seen.institution_count(), 0), left(seen.institution_count(), 0);
    for (std::size_t desk = 0; desk < venues_.size(); ++desk) {
        here[venues_[desk].index()] += 1;
        left[venues_[desk].index()] += gone_[desk];
    }
    for (std::size_t desk = 0; desk < venues_.size(); ++desk) {
        std::size_t const venue = venues_[desk].index();
        RunQuestion const asked{seen.signals[venue],
                                here[venue] > 1 ? (left[venue] - gone_[desk]) / (here[venue] - 1) : 0, 1,
                                seen.institutions[venue].status == Status::gated, 0.5};
        fear_[desk] = kept * fear_[desk] + (1 - kept) * parameters.rule->risk(asked);
        if (first) {
            // Fear has always been what it is on a calm day, and nobody leaves on such a day.
            calm_[desk] = fear_[desk];
            threshold_[desk] = std::max(threshold_[desk], calm_[desk] * 1.0001);
        }
        if (gone_[desk] == 0 && fear_[desk] >= threshold_[desk])
            keep_why(desk, cause_of(*parameters.rule, asked, {}));
    }
    for (std::size_t desk = 0; desk < venues_.size(); ++desk) {
        double const calm_again =
            std::max(logistic(log_odds(threshold_[desk]) - parameters.return_gap), calm_[desk] * 1.01);
        if (fear_[desk] >= threshold_[desk])
            gone_[desk] = 1;
        else if (parameters.return_gap > 0 && fear_[desk] < calm_again && seen.active(venues_[desk]))
            gone_[desk] = 0;
    }
}

void VenueDoubt::keep_why(std::size_t desk, Cause const& cause)
{
    for (std::size_t i = 0; i < Cause::most_parents; ++i) {
        why_[desk * Cause::most_parents + i] = i < cause.size() ? cause.parent(i) : calm_root;
        why_weight_[desk * Cause::most_parents + i] = i < cause.size() ? cause.weight(i) : 0;
    }
}

Cause VenueDoubt::why_gone(std::size_t desk) const
{
    std::array<Cause::Part, Cause::most_parents> parts{};
    for (std::size_t i = 0; i < Cause::most_parents; ++i)
        parts[i] = {why_[desk * Cause::most_parents + i],
                    static_cast<double>(why_weight_[desk * Cause::most_parents + i])};
    return Cause::restored(parts);
}

double VenueDoubt::confidence(std::size_t desk) const
{
    double const span = threshold_[desk] - calm_[desk];
    return span > 0 ? std::clamp((threshold_[desk] - fear_[desk]) / span, 0.0, 1.0) : 1;
}

void VenueDoubt::ask(View& seen, AccountId claim, Amount& asked, Cause const& cause, Intents& wishes) const
{
    if (!claim.valid())
        return;
    Amount const balance = seen.ledger.balance(claim);
    if (balance.value() == 0)
        asked = Amount{0};
    if (balance <= asked)
        return;
    wishes.withdraw({claim, balance - asked, {}, false, cause});
    asked = balance;
}

void VenueDoubt::move_money(View& seen, std::size_t index, Desk const& desk, Intents& wishes)
{
    if (gone_[index] != 0) {
        Cause const cause = why_gone(index);
        ask(seen, desk.base, base_asked_[index], cause, wishes);
        ask(seen, desk.quote, quote_asked_[index], cause, wishes);
        return;
    }
    for (AccountId const claim : {desk.base, desk.quote}) {
        AccountId const wallet = claim.valid() ? seen.ledger.wallet_of(claim) : AccountId{};
        if (wallet.valid() && seen.ledger.balance(wallet).value() > 0 && seen.active(venues_[index]))
            wishes.deposit({claim, seen.ledger.balance(wallet), false, Cause::calm()});
    }
}

void VenueDoubt::learn(Events const& events, Column<Desk> const& desks)
{
    for (std::size_t event = events.step_begin(); event < events.size(); ++event) {
        EventKind const kind = events.kind(event);
        if (kind != EventKind::withdrawal_paid && kind != EventKind::request_dropped && kind != EventKind::request_void)
            continue;
        AccountId const paid = events.account(event);
        for (std::size_t desk = 0; desk < desks.size(); ++desk)
            for (auto* const asked : {&base_asked_, &quote_asked_})
                if (paid == (asked == &base_asked_ ? desks[desk].base : desks[desk].quote))
                    (*asked)[desk] = std::max(Amount{0}, (*asked)[desk] - events.happening(event).amount);
    }
}

void VenueDoubt::columns(ColumnVisitor& column)
{
    column("panic_threshold", threshold_, "1");
    column("fear", fear_, "1");
    column("calm_fear", calm_, "1");
    column("gone", gone_);
    column("base_asked", base_asked_, "smallest unit");
    column("quote_asked", quote_asked_, "smallest unit");
    column("why", why_);
    column("why_weight", why_weight_, "1");
}

}  // namespace stampede
