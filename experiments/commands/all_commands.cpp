#include "experiments/commands/commands.hpp"

namespace stampede {

std::vector<AddCommand> const& all_commands()
{
    static std::vector<AddCommand> const list{add_run,   add_ensemble, add_compare, add_validate,
                                              add_merge, add_inspect,  add_report,  add_reproduce,
                                              add_diff,  add_describe, add_schema,  add_new};
    return list;
}

}  // namespace stampede
