#pragma once
// The primary market of coins that promise par: who may redeem, when, for what fee, and what is left for the others.

#include <map>
#include <string>
#include <vector>

#include "model/mechanism.hpp"
#include "model/mechanisms/withdrawals.hpp"
#include "model/policies/gate.hpp"
#include "model/policies/open_hours.hpp"
#include "model/policies/withdrawal_limit.hpp"

namespace stampede {

/// The rules of one issuer.
struct RedemptionRules {
    std::vector<std::string> eligible;  ///< populations that may redeem and mint; none named = everyone
    double minimum = 0;                 ///< least request [coins]
    Choice<ExitFee> fee;
    double least_fee = 0;  ///< of each request [coins]
    Share mint_fee{0};
    bool mints = true;
    OpenHours hours;
    Duration settlement_lag{0};          ///< between a request and its payment
    Duration normal_delay{12 * 3600.0};  ///< unpaid for longer, once it could be = overdue
    Choice<WithdrawalLimit> processing, limit;
    Choice<UserLimit> user_limit;
    Choice<Gate> gate;
    Discipline discipline = Discipline::fifo;

    void visit(FieldVisitor& field);
};

/// Takes requests to redeem into the issuer's queue and pays them at par less the fee, out of hot storage; issues coins
/// for par. The coins of an issuer that failed are worth their part of what it has left, whoever brings them.
class Redemption final : public Mechanism {
  public:
    struct Parameters {
        RedemptionRules rules;                      ///< of every issuer not named in `at`
        std::map<std::string, RedemptionRules> at;  ///< issuers with rules of their own

        void visit(FieldVisitor& field);
    };
    /// @param names  institutions in the order of the world
    Redemption(Parameters parameters, std::vector<std::string> const& names);
    [[nodiscard]] std::string_view name() const override { return "redemption"; }
    [[nodiscard]] Phase phase() const override { return Phase::redeem; }
    void apply(StepContext& step) const override;
    /// Before the first step: who may redeem, and whether the windows are open.
    /// @throws InputError naming hours that end before they begin, or a population that is not there
    void start(World& world) const override;

  private:
    [[nodiscard]] RedemptionRules const& rules_of(InstitutionId issuer) const { return *rules_[issuer.index()]; }
    void take_request(World& world, CoinState const& coin, RedemptionWish const& wish) const;
    void pay(World& world, CoinState& coin) const;
    void pay_what_is_left(World& world, CoinState& coin) const;
    void mint(World& world, CoinState& coin, MintWish const& wish) const;
    /// What everyone can see of the window in the next step.
    void publish(World const& world, CoinState& coin, std::int64_t step) const;
    [[nodiscard]] std::int8_t open_at(World const& world, CoinState const& coin, std::int64_t step) const;

    Parameters parameters_;
    std::vector<RedemptionRules const*> rules_;  // per institution
};

}  // namespace stampede
