#pragma once
// How large the exposures of a random graph are.

#include "model/base/distribution.hpp"
#include "networks/institution_network.hpp"

namespace stampede {

/// Puts sizes on links whose ends are already drawn.
class LinkWeights {
  public:
    void visit(FieldVisitor& field)
    {
        field("size", size_, not_negative, "USD", "size of an exposure, or of all that a creditor lends");
        field.pick("size_of", of_, {"link", "creditor"},
                   "whether a size is drawn for every link, or for every creditor and spread evenly over its links");
    }
    /// Sets the weight of every link; a creditor without links lends nothing.
    void put_on(std::vector<Link>& links, std::uint32_t nodes, Draws const& draws) const;

  private:
    enum class Of { link, creditor };

    Distribution size_ = Distribution::constant(1e8);
    Of of_ = Of::link;
};

}  // namespace stampede
