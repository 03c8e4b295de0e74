#pragma once
// What distinguishes depositors: how much they hold, how often they look, when they are frightened.

#include <map>
#include <string>
#include <vector>

#include "agents/run_rule.hpp"
#include "model/base/distribution.hpp"

namespace stampede {

enum class LookMode : std::uint8_t { poisson, every_step };

/// How often a venue is looked at. Larger accounts look more often; many small ones sleep.
/// @source Baird, Chicago Fed Letter 479, 2023: accounts above 500,000 USD left fastest
struct AttentionParameters {
    LookMode mode = LookMode::poisson;
    double per_day = 0.8;  ///< of an account of the reference size [1/day]
    double size_exponent = 0.25;
    double reference_usd = 10000;
    double lowest = 0.1, highest = 24;  ///< [1/day]
    Share dormant{0.6};                 ///< of accounts of the reference size that hardly look
    double dormant_exponent = 0.1;      ///< dormant share falls as size^-exponent
    double dormant_per_day = 0.02;
    double alarm_factor = 4;      ///< rate x (1 + factor * alarm)
    Share push_probability{0.5};  ///< that a contact's leaving is noticed
    double push_factor = 8;       ///< rate x (1 + factor) for the push time
    Duration push_time{12 * 3600.0};

    /// Looks of an account. @param luck  uniform in [0, 1); decides whether it is dormant @return [1/day]
    [[nodiscard]] double looks(double balance_usd, double luck) const;
    void visit(FieldVisitor& field);
};

struct DepositorParameters {
    std::int64_t count = 1000;
    std::string venue;
    std::map<std::string, double> coins;  ///< weight of each asset in what they hold together, by value
    std::int64_t coins_each = 1;
    Distribution balance = Distribution::lognormal(1000, 1.5);  ///< [USD]
    double total_usd = 0;                                       ///< all balances are scaled to this sum; 0 = as drawn
    Choice<RunRule> rule;
    Distribution panic_threshold = Distribution::normal(0, 2);
    AttentionParameters attention;
    Share withdrawn{1};  ///< of the balance, when frightened
    Duration fear_memory{24 * 3600.0};
    double redeposit_gap = 2;  ///< fear must fall so far below the threshold [log-odds]; 0 = never comes back
    Share trust{1}, trust_lost{0.5};
    Duration trust_recovery{30 * 86400.0};
    Share impatient{0};  ///< needs the money whatever happens
    Duration impatient_at{0};
    Share sells_token{0}, sells_coins{0};  ///< of what was paid out, sold on the first market for it
    Duration sale_time{0};                 ///< time constant in which that is sold
    std::vector<std::string> moves_to;     ///< venues to which some flee
    Share moves{0};                        ///< who do, rather than to their wallet

    void visit(FieldVisitor& field);
};

/// Defaults of the two kinds that stand in the roster.
[[nodiscard]] DepositorParameters retail_user_defaults();
[[nodiscard]] DepositorParameters institution_depositor_defaults();

}  // namespace stampede
