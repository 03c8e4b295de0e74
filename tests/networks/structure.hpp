#pragma once
// What one can measure of a graph, for tests of how graphs are made.

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/graphs/social.hpp"
#include "networks/institution_network.hpp"
#include "networks/social_network.hpp"

namespace stampede::structure {

/// Builds one graph of a kind with some parameters set; communities are `venues` equal runs of people.
SocialGraph social(std::string_view kind, std::uint32_t people, std::map<std::string, double> numbers = {},
                   std::uint64_t replicate = 0, std::uint16_t venues = 1);

/// Builds the exposures of a kind from its JSON form, read as the program reads it.
std::vector<Link> links(std::string_view kind, std::uint32_t nodes, std::string const& json = "{}",
                        std::uint64_t replicate = 0);

/// Venue of every person when `venues` venues share them evenly, in order.
std::vector<std::uint16_t> equal_venues(std::uint32_t people, std::uint16_t venues);

std::vector<std::uint32_t> degrees(SocialGraph const& graph);
double mean_degree(SocialGraph const& graph);
bool are_contacts(SocialGraph const& graph, std::uint32_t one, std::uint32_t other);
/// Everyone whom I hear of hears of me, as often.
bool is_symmetric(SocialGraph const& graph);
/// Nobody is a contact of oneself, or twice of anybody.
bool is_simple(SocialGraph const& graph);
/// Mean over people of the share of their pairs of contacts that are contacts (Watts and Strogatz's C).
double clustering(SocialGraph const& graph);
/// One number that changes when any contact does.
std::uint64_t digest(SocialGraph const& graph);
std::uint64_t digest(std::vector<Link> const& links);
/// Every pair (creditor, debtor) at most once, ends inside 0 .. nodes-1 and different, weights positive.
bool is_proper(std::vector<Link> const& links, std::uint32_t nodes);

}  // namespace stampede::structure
