#pragma once
// Contacts read from a file.

#include <string>

#include "networks/social_network.hpp"

namespace stampede {

/// Contacts from a CSV file, one `person,person` a line, people numbered from 0. A first line of words is a heading;
/// empty lines and lines that start with # are skipped. Either direction may be given; repeats count once.
class ContactList final : public SocialNetwork {
  public:
    void visit(FieldVisitor& field) override
    {
        field.reference("file", file_, RefersTo::file, "CSV file of pairs of people, numbered from 0");
    }
    /// @throws InputError that names file and line if the file is missing or a line is no pair of different people
    [[nodiscard]] SocialGraph build(std::uint32_t people, std::vector<std::uint16_t> const& venue_of,
                                    Draws const& draws) const override;

  private:
    std::string file_;
};

}  // namespace stampede
