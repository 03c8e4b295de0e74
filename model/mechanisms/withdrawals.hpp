#pragma once
// Requests, queues, limits, gates and payouts.

#include <map>
#include <span>
#include <string>
#include <vector>

#include "model/mechanism.hpp"
#include "model/policies/gate.hpp"
#include "model/policies/withdrawal_limit.hpp"

namespace stampede {

enum class Discipline : std::uint8_t { fifo, pro_rata, small_first };

/// The rules of one venue.
struct WithdrawalRules {
    Duration normal_delay{12 * 3600.0};  ///< unpaid for longer = overdue
    Duration notice{0};                  ///< before which a request is not paid
    Choice<WithdrawalLimit> processing, limit;
    Choice<UserLimit> user_limit;
    Choice<Gate> gate;
    Choice<ExitFee> fee;
    Discipline discipline = Discipline::fifo;

    void visit(FieldVisitor& field);
};

/// Takes new requests into the queues and pays what rules and hot storage allow; what is unpaid stays a claim.
class Withdrawals final : public Mechanism {
  public:
    struct Parameters {
        WithdrawalRules rules;                      ///< of every venue not named in `at`
        std::map<std::string, WithdrawalRules> at;  ///< venues with rules of their own

        void visit(FieldVisitor& field);
    };
    /// @param names  institutions in the order of the world
    Withdrawals(Parameters parameters, std::vector<std::string> const& names);
    [[nodiscard]] std::string_view name() const override { return "withdrawals"; }
    [[nodiscard]] Phase phase() const override { return Phase::settle; }
    void apply(StepContext& step) const override;

  private:
    [[nodiscard]] WithdrawalRules const& rules_of(InstitutionId venue) const { return *rules_[venue.index()]; }
    void take_requests(World& world, std::span<WithdrawalWish const> wishes) const;
    /// @param of_claim, of_owner  what is wished at once of the claim, and by its owner [USD]
    void take_request(World& world, WithdrawalWish const& wish, double of_claim, double of_owner) const;
    void take_deposits(StepContext& step) const;
    void move_on(World& world) const;
    /// Requests of an asset whose notice is over.
    [[nodiscard]] Amount due(World const& world, InstitutionId venue, AssetId asset) const;
    void pay(World& world, InstitutionId venue) const;
    void pay_queue(World& world, InstitutionId venue, AssetId asset, Amount budget) const;

    Parameters parameters_;
    std::vector<WithdrawalRules const*> rules_;  // per institution
};

}  // namespace stampede
