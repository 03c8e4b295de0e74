"""The results of a run with all groups as Python users open and use them."""

import sys

import h5py
import layout
import numpy as np
import xarray as xr

path = sys.argv[1]


def check_sums(engine):
    """What is in one group agrees with what is in another."""
    with xr.open_dataset(path, group="/series/venue", engine=engine) as series, xr.open_dataset(
        path, group="/summary/venue", engine=engine
    ) as outcomes:
        lender = series.sel(venue="Lender")
        asked = float(lender.asked_usd.sum() / outcomes.claims_start_usd.sel(venue="Lender")[0])
        assert abs(asked - float(outcomes.asked_share.sel(venue="Lender")[0])) < 1e-9
        assert list(series.time_h.values[:3]) == [1.0, 2.0, 3.0] and series.sizes["step"] == 96
        assert (lender.queue_usd >= 0).all() and (lender.coverage <= 2).all()
    with xr.open_dataset(path, group="/losses", engine=engine) as losses, xr.open_dataset(
        path, group="/summary/class", engine=engine
    ) as classes:
        assert np.allclose(losses.loss_usd.sum("channel"), classes.loss_usd)


def check_events(engine):
    with xr.open_dataset(path, group="/events", engine=engine) as events, xr.open_dataset(
        path, group="/causes", engine=engine
    ) as causes:
        kinds = events.kind.attrs["flag_meanings"].split()
        asked = events.kind.values == kinds.index("withdrawal_asked")
        assert asked.sum() > 100
        assert np.allclose(np.bincount(causes.child.values, causes.weight.values)[asked], 1, atol=1e-6)
        assert (causes.parent.values < causes.child.values).all()


def check_network_and_agents(engine):
    with xr.open_dataset(path, group="/network", engine=engine) as network:
        venues = list(network.venue.values)
        pairs = {(venues[a], venues[b]) for a, b in zip(network.source.values, network.target.values) if b >= 0}
        assert pairs == {("Lender", "Fund")}
    with xr.open_dataset(path, group="/agents/depositors", engine=engine) as agents:
        assert agents.sizes["row"] == 600 and 0 <= float(agents.fear.min()) <= float(agents.fear.max()) <= 1


groups, datasets = layout.check_file(path)
with h5py.File(path) as file:
    present = set(file)
assert present >= {"summary", "series", "losses", "events", "causes", "network", "agents"}, present
for engine in layout.ENGINES:
    check_sums(engine)
    check_events(engine)
    check_network_and_agents(engine)
print(f"h5py and xarray on a run: {datasets} datasets in {groups} groups, ok")
