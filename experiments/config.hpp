#pragma once
// An experiment as plain data: everything that can be written in its file.

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "experiments/experiment_file.hpp"
#include "experiments/json_fields.hpp"
#include "model/base/fields.hpp"
#include "model/base/roster.hpp"
#include "model/genesis.hpp"
#include "model/mechanisms/coin_swaps.hpp"
#include "model/mechanisms/congestion.hpp"
#include "model/mechanisms/contagion.hpp"
#include "model/mechanisms/deleveraging.hpp"
#include "model/mechanisms/margin.hpp"
#include "model/mechanisms/perp_marking.hpp"
#include "model/mechanisms/redemption.hpp"
#include "model/mechanisms/signals.hpp"
#include "model/mechanisms/trading.hpp"
#include "model/mechanisms/treasury.hpp"
#include "model/mechanisms/withdrawals.hpp"
#include "model/population.hpp"
#include "model/shock.hpp"
#include "networks/institution_network.hpp"
#include "networks/social_network.hpp"
#include "output/expectation.hpp"
#include "output/target.hpp"

namespace stampede {

/// The rules of every mechanism.
struct MechanismParameters {
    Signals::Parameters signals;
    Congestion::Parameters congestion;
    Trading::Parameters trading;
    PerpMarking::Parameters marking;
    Margin::Parameters margin;
    Deleveraging::Parameters deleveraging;
    Redemption::Parameters redemption;
    CoinSwaps::Parameters swaps;
    Withdrawals::Parameters withdrawals;
    Treasury::Parameters treasury;
    Contagion::Parameters contagion;

    void visit(FieldVisitor& field);
};

/// Exposures that are made by chance besides those that are written out.
struct NetworkParameters {
    Choice<InstitutionNetwork> links;
    std::string asset;  ///< what they are in; needed as soon as there are links
    Duration time_to_cash{0};
    Duration maturity{0};

    void visit(FieldVisitor& field);
};

/// One world and how long it is looked at.
struct Experiment {
    std::string format{experiment_format};
    std::int64_t version = experiment_version;
    std::string question;
    std::int64_t step_seconds = 300;
    double days = 1;
    std::string start;  ///< ISO 8601, UTC; "" if nothing depends on the date
    std::int64_t seed = 1;
    std::int64_t replicates = 1;
    Declarations world;
    NetworkParameters network;
    Choice<SocialNetwork> social;
    std::map<std::string, Choice<Population>> agents;
    MechanismParameters mechanisms;
    std::map<std::string, Choice<Shock>> shocks;
    std::map<std::string, Target> targets;
    std::map<std::string, Expectation> expectations;
    std::vector<std::string> record = {"series", "events"};
    std::int64_t record_every = 1;  ///< [steps]

    void visit(FieldVisitor& field);
    /// Number of steps that cover the days.
    [[nodiscard]] std::int64_t steps() const;
};

/// Which tables of an experiment declare names, and where these names are used as keys.
[[nodiscard]] ReadOptions const& experiment_names();

/// What can be recorded besides the summary and the losses, which always are.
inline constexpr std::array<std::string_view, 4> recordable{"series", "events", "network", "agents"};

/// What no single field can know: required values, pairs that must differ, files of prices. Fills in price paths.
void complete(Experiment& experiment, InputFiles& files, Problems& problems);

}  // namespace stampede
