#include "model/quoting.hpp"

#include "model/base/math.hpp"

namespace stampede {

double reservation_discount(QuoteProblem const& problem, double inventory)
{
    return inventory * problem.risk_aversion * problem.variance * problem.horizon;
}

double optimal_spread(QuoteProblem const& problem)
{
    return problem.risk_aversion * problem.variance * problem.horizon +
           2 / problem.risk_aversion * log(1 + problem.risk_aversion / problem.intensity);
}

}  // namespace stampede
