#pragma once
// Exposures reconstructed from balance sheets.

#include <vector>

#include "networks/institution_network.hpp"

namespace stampede {

/// Exposures that fit what every institution lends and borrows in total, when only the totals are known.
class LinksFromMargins final : public InstitutionNetwork {
  public:
    void visit(FieldVisitor& field) override
    {
        field("lent", lent_, not_negative, "USD", "total lent by every institution, in the order of the experiment");
        field("borrowed", borrowed_, not_negative, "USD", "total borrowed by every institution, in the same order");
        field.pick("method", method_, {"maximum_entropy", "minimum_density"},
                   "spread as evenly as the totals allow, or on as few links as can be found");
    }
    /// @throws InputError if the totals do not match the institutions or each other
    [[nodiscard]] std::vector<Link> build(std::uint32_t nodes, Draws const& draws) const override;

  private:
    enum class Method { maximum_entropy, minimum_density };

    std::vector<double> lent_, borrowed_;
    Method method_ = Method::maximum_entropy;
};

}  // namespace stampede
