#pragma once
// A small thing with every sort of field, so that reader, writer, schema and manual are tested without a model.

#include <map>
#include <string>
#include <vector>

#include "model/base/distribution.hpp"
#include "model/base/fields.hpp"
#include "model/base/roster.hpp"

namespace stampede::toy {

/// Family "limit": none, or a share.
class Limit {
  public:
    virtual ~Limit() = default;
    virtual void visit(FieldVisitor&) {}
};

class DailyShare final : public Limit {
  public:
    void visit(FieldVisitor& field) override
    {
        field("share", share_, Range{0x1p-1022, 1}, "1/day", "share of claims paid in a day");
        field("window", window_, not_negative, "time over which payments count");
    }

  private:
    Share share_{0.2};
    Duration window_{86400};
};

/// Family "agent": the reader wants a kind for each.
class Agent {
  public:
    virtual ~Agent() = default;
    virtual void visit(FieldVisitor& field) = 0;
};

class RetailUser final : public Agent {
  public:
    void visit(FieldVisitor& field) override
    {
        field("count", count_, Range{1, 1e9}, "1", "number of users");
        field("panic_threshold", threshold_, unit_interval, "1", "fear at which a user withdraws");
        field("attention", attention_, Range{0, 1440}, "1/day", "looks at the venue");
        field("balance", balance_, not_negative, "USD", "what a user holds");
        field.reference("venue", venue_, RefersTo::institution, "where the users are");
        field.references("follow", follow_, RefersTo::population, "whom they copy");
        field.amounts("claims", claims_, RefersTo::asset, not_negative, "coins", "claims by asset");
        field("limit", limit_, "rule of their own");
    }

  private:
    std::int64_t count_ = 1000;
    Distribution threshold_ = Distribution::constant(0.5), balance_ = Distribution::lognormal(1000, 2);
    double attention_ = 4;
    std::string venue_;
    std::vector<std::string> follow_;
    std::map<std::string, double> claims_;
    Choice<Limit> limit_;
};

class Fund final : public Agent {
  public:
    void visit(FieldVisitor& field) override { field("count", count_, Range{1, 1e9}, "1", "number of funds"); }

  private:
    std::int64_t count_ = 1;
};

struct Asset {
    enum class Kind { fiat, crypto } kind = Kind::crypto;
    Price price{1};

    void visit(FieldVisitor& field)
    {
        field.pick("kind", kind, {"fiat", "crypto"}, "what it is");
        field("price", price, positive, "USD/coin", "price at the start");
    }
};

struct Institution {
    bool discloses = true;
    std::vector<double> tiers = {0.5, 1};

    void visit(FieldVisitor& field)
    {
        field("discloses", discloses, "whether its coverage can be seen");
        field("tiers", tiers, unit_interval, "1", "shares of its reserves");
    }
};

struct Mechanisms {
    Choice<Limit> limit;
    Duration delay{600};

    void visit(FieldVisitor& field)
    {
        field("limit", limit, "how much may be withdrawn");
        field("delay", delay, Range{0, 86400}, "time until a request is looked at");
    }
};

struct Experiment {
    std::string question = "?";
    std::int64_t seed = 1;
    std::map<std::string, Asset> assets;
    std::map<std::string, Institution> institutions;
    std::map<std::string, Choice<Agent>> agents;
    Mechanisms mechanisms;
    std::vector<std::string> record = {"series"};
    std::string prices;

    void visit(FieldVisitor& field)
    {
        field("question", question, "what it asks");
        field("seed", seed, Range{0, 9.3e18}, "1", "start of all draws");
        field("assets", assets, "what can be held");
        field("institutions", institutions, "who can fail");
        field("agents", agents, "who acts");
        field("mechanisms", mechanisms, "what happens in a step");
        field("record", record, "what is kept");
        field.reference("prices", prices, RefersTo::file, "CSV file of prices");
    }
};

}  // namespace stampede::toy

namespace stampede {

template <>
Roster<toy::Limit> const& roster<toy::Limit>();
template <>
Roster<toy::Agent> const& roster<toy::Agent>();

}  // namespace stampede
