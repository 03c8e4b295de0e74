"""A results file as Python users open it: h5py, and xarray with both engines."""

import sys

import h5py
import layout
import numpy as np
import xarray as xr

path = sys.argv[1]


def check_attributes():
    with h5py.File(path) as file:
        order = list(file["series/venue"])
        assert order[:6] == ["run", "step", "venue", "size", "time_h", "claims_usd"], order
        assert file.attrs["title"] == "Was wäre, wenn alle auf einmal gingen?"
        assert file.attrs["format_version"] == 1 and file.attrs["format_version"].dtype == np.int64
        assert file.attrs["seed"] == np.uint64(18446744073709551557)
        assert set(file["provenance"].attrs) == {"created_utc", "host"}
        assert np.isnan(file["series/venue/claims_usd"].fillvalue)


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


groups, datasets = layout.check_file(path)
assert groups > 10 and datasets > 80, (groups, datasets)
check_attributes()
for engine in layout.ENGINES:
    check_series(engine)
    check_tables(engine)
print(f"h5py {h5py.__version__} and xarray with {' and '.join(layout.ENGINES)}: {datasets} datasets in {groups} groups, ok")
