"""A results file as Python users open it: h5py, and xarray with both engines."""

import sys

import h5py
import numpy as np
import xarray as xr

path = sys.argv[1]
ENGINES = ("h5netcdf", "netcdf4")


def groups_and_datasets():
    groups, datasets = [], []
    with h5py.File(path) as file:
        file.visititems(lambda name, item: (groups if isinstance(item, h5py.Group) else datasets).append(name))
    return groups, datasets


def check_layout(datasets):
    """Every dataset has one scale on every axis, and it lies in the dataset's own group."""
    with h5py.File(path) as file:
        for name in datasets:
            data = file[name]
            assert data.dtype.names is None, f"{name} is a compound table"
            if h5py.h5ds.is_scale(data.id):
                assert data.attrs["NAME"].decode() == name.rsplit("/")[-1], name
                continue
            for axis in data.dims:
                assert len(axis) == 1, f"{name} has {len(axis)} scales on an axis"
                assert axis[0].parent == data.parent, f"{name} has a scale in {axis[0].parent.name}"
        order = list(file["series/venue"])
        assert order[:5] == ["run", "step", "venue", "time_h", "claims_usd"], order
        assert file.attrs["title"] == "Was wäre, wenn alle auf einmal gingen?"
        assert file.attrs["format_version"] == 1 and file.attrs["format_version"].dtype == np.int64
        assert file.attrs["seed"] == np.uint64(18446744073709551557)
        assert set(file["provenance"].attrs) == {"created_utc", "host"}
        assert np.isnan(file["series/venue/claims_usd"].fillvalue)


def check_values(group, engine):
    """All variables of a group are there, with the values and the types that h5py sees; nothing became a date."""
    with h5py.File(path) as file, xr.open_dataset(path, group=group, engine=engine) as data:
        assert set(data.variables) == {name for name in file[group] if isinstance(file[group][name], h5py.Dataset)}
        for name, variable in data.variables.items():
            raw = file[group][name]
            where = f"{engine} {group}/{name}"
            if variable.dtype == object:
                assert list(variable.values) == list(raw.asstr()[()]), where
            else:
                assert variable.dtype == raw.dtype, f"{where}: {variable.dtype}, in the file {raw.dtype}"
                assert np.array_equal(variable.values, raw[()], equal_nan=raw.dtype.kind == "f"), where
            assert variable.attrs["long_name"], where


def check_series(engine):
    with xr.open_dataset(path, group="/series/venue", engine=engine) as data:
        assert data.claims_usd.dims == ("run", "step", "venue")
        assert "time_h" in data.coords and data.time_h.dtype == np.float64
        assert data.claims_usd.attrs["units"] == "USD"
        assert data.claims_usd.sel(venue="Zürich Börse venue").shape == (1, 3)
        assert data.status.attrs["flag_meanings"].split()[data.status.values.flat[1]] == "gated"
        assert list(data.status.attrs["flag_values"]) == [0, 1, 2, 3]
    with xr.open_dataset(path, group="/series/market", engine=engine) as data:
        assert data.depth_bid_usd.sel(bps=100).dims == ("run", "step", "market")


def check_tables(engine):
    with xr.open_dataset(path, group="/events", engine=engine) as events:
        names = events.institution_name.values[events.institution.values]
        assert names[1] == "Zürich Börse institution_name"
        table = events.drop_dims(["institution_name", "asset_name", "class_name"]).to_dataframe()
        assert len(table) == 7 and list(table.columns)[:4] == ["run", "step", "time_h", "kind"]
    with xr.open_dataset(path, group="/summary", engine=engine) as summary:
        assert summary.to_dataframe().loc[0, "arm"] == "text 0 ü"


groups, datasets = groups_and_datasets()
assert len(groups) > 10 and len(datasets) > 80, (groups, datasets)
check_layout(datasets)
for engine in ENGINES:
    for group in groups:
        check_values("/" + group, engine)
    check_series(engine)
    check_tables(engine)
print(f"h5py {h5py.__version__} and xarray with {' and '.join(ENGINES)}: {len(datasets)} datasets in {len(groups)} groups, ok")
