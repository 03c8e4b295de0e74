#pragma once
// Socket 1: who acts. One population is one way of deciding, stored as columns.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/base/columns.hpp"
#include "model/base/draws.hpp"
#include "model/base/fields.hpp"
#include "model/base/roster.hpp"
#include "model/world.hpp"

namespace stampede {

/// Where a population stands among the others; given before birth.
struct Enrolment {
    std::string name;       ///< as in the experiment
    ClassId owner_class;    ///< its class in the loss accounts
    PersonId first_person;  ///< its people are numbered from here
};

/// A kind of agent: one row each, parameters as columns. What it may do: wish (Intents) and change its own awake rows.
class Population {
  public:
    virtual ~Population() = default;

    virtual void visit(FieldVisitor& field) = 0;
    /// Number of people it brings into the social graph.
    [[nodiscard]] virtual std::uint32_t people() const { return 0; }
    /// First venue of each of its people, for social graphs with communities; empty if it has none.
    [[nodiscard]] virtual std::vector<std::uint16_t> homes(View&) const { return {}; }
    /// Creates rows, accounts and holdings. The ledger is not open yet.
    virtual void birth(World& world, Draws const& draws) = 0;
    /// Rows that look in this step, in rising order.
    [[nodiscard]] virtual std::span<Row const> wake(View& seen) = 0;
    /// Called once per block of awake rows; may run beside other blocks.
    virtual void decide(View& seen, Draws const& draws, std::span<Row const> awake, Intents& wishes) = 0;
    /// Takes in what happened in this step.
    virtual void learn(View&, Events const&) {}
    /// Before `columns` is read: makes up for what it has put off.
    virtual void bring_up_to_date(View&) {}
    /// After `columns` has restored the state: rebuilds what is derived from it.
    virtual void restored(View&) {}
    virtual void columns(ColumnVisitor& column) = 0;

    void enrol(Enrolment enrolment) { enrolment_ = std::move(enrolment); }
    [[nodiscard]] Enrolment const& enrolment() const { return enrolment_; }

  private:
    Enrolment enrolment_;
};

template <>
Roster<Population> const& roster<Population>();

}  // namespace stampede
