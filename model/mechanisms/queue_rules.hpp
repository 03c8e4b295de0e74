#pragma once
// What holds of every queue of requests, of clients as of coin holders: the gate, fear of delay, what may be paid.

#include "model/policies/gate.hpp"
#include "model/policies/withdrawal_limit.hpp"
#include "model/world.hpp"

namespace stampede {

/// Shuts or opens the gate, and notes since when hot storage is dry.
void judge_gate(World& world, InstitutionId venue, Gate const& gate);
/// Requests that became overdue in this step are told of. @param refused  kind of the event
void age_queue(World& world, InstitutionId venue, AssetId asset, Duration normal_delay, EventKind refused);
/// Tells of a part of a request that falls away, and whether the request has ended with it; nothing if there is none.
/// @param left  the request without that part
void report_dropped(World& world, Happening const& what, Ask const& left);
/// Publishes what a suspension leaves to be paid: the treasury raises no more for the queue.
void note_payable(World& world, InstitutionId venue, Gate const& gate);
/// What this step's rules let a venue pay in all [USD].
[[nodiscard]] double budget(World& world, InstitutionId venue, WithdrawalLimit const& processing,
                            WithdrawalLimit const& limit);

}  // namespace stampede
