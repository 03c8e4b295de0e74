// Every way to make a graph, by the name it has in an experiment file; the first of a list is the default.

#include "networks/institution_network.hpp"
#include "networks/institutions/barabasi_albert_links.hpp"
#include "networks/institutions/configuration_links.hpp"
#include "networks/institutions/core_periphery_links.hpp"
#include "networks/institutions/erdos_renyi_links.hpp"
#include "networks/institutions/links_from_margins.hpp"
#include "networks/institutions/no_links.hpp"
#include "networks/institutions/star_links.hpp"
#include "networks/social/barabasi_albert_contacts.hpp"
#include "networks/social/complete_contacts.hpp"
#include "networks/social/configuration_contacts.hpp"
#include "networks/social/contact_list.hpp"
#include "networks/social/erdos_renyi_contacts.hpp"
#include "networks/social/no_contacts.hpp"
#include "networks/social/stochastic_block_contacts.hpp"
#include "networks/social/watts_strogatz_contacts.hpp"
#include "networks/social_network.hpp"

namespace stampede {

template <>
Roster<SocialNetwork> const& roster<SocialNetwork>()
{
    using Base = SocialNetwork;
    static Roster<Base> const list{
        "social network",
        {
            entry<Base, NoContacts>("none", "nobody hears of anybody"),
            entry<Base, CompleteContacts>("complete", "everyone hears of everyone (mean field)"),
            entry<Base, ErdosRenyiContacts>("erdos_renyi", "contacts by pure chance, G(n, p)"),
            entry<Base, WattsStrogatzContacts>("watts_strogatz", "small world: a ring with some far contacts"),
            entry<Base, BarabasiAlbertContacts>("barabasi_albert", "preferential attachment: a few very large hubs"),
            entry<Base, ConfigurationContacts>("configuration", "contacts by chance with given degrees"),
            entry<Base, StochasticBlockContacts>("stochastic_block", "communities by venue"),
            entry<Base, ContactList>("edge_list", "pairs of people read from a CSV file"),
        }};
    return list;
}

template <>
Roster<InstitutionNetwork> const& roster<InstitutionNetwork>()
{
    using Base = InstitutionNetwork;
    static Roster<Base> const list{
        "institution network",
        {
            entry<Base, NoLinks>("none", "only the exposures written in the experiment"),
            entry<Base, CorePeripheryLinks>("core_periphery", "a core that deals with everyone"),
            entry<Base, ErdosRenyiLinks>("erdos_renyi", "links by pure chance, directed G(n, p)"),
            entry<Base, BarabasiAlbertLinks>("barabasi_albert", "preferential attachment: the first become hubs"),
            entry<Base, ConfigurationLinks>("configuration", "links by chance with given numbers of partners"),
            entry<Base, StarLinks>("star", "all others deal with the first institution only"),
            entry<Base, LinksFromMargins>("from_margins", "reconstructed from total lending and borrowing"),
        }};
    return list;
}

}  // namespace stampede
