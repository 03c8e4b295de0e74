"""What every results file promises to readers: checked with h5py, and with xarray through both engines."""

import h5py
import numpy as np
import xarray as xr

ENGINES = ("h5netcdf", "netcdf4")


def groups_and_datasets(path):
    groups, datasets = [], []
    with h5py.File(path) as file:
        file.visititems(lambda name, item: (groups if isinstance(item, h5py.Group) else datasets).append(name))
    return groups, datasets


def check_scales(path):
    """Every dataset has one scale on every axis, and it lies in the dataset's own group."""
    with h5py.File(path) as file:
        for name in groups_and_datasets(path)[1]:
            data = file[name]
            assert data.dtype.names is None, f"{name} is a compound table"
            assert h5py.check_enum_dtype(data.dtype) is None, f"{name} is an enumeration or a flag of HDF5's own"
            if h5py.h5ds.is_scale(data.id):
                assert data.attrs["NAME"].decode() == name.rsplit("/")[-1], name
                continue
            for axis in data.dims:
                assert len(axis) == 1, f"{name} has {len(axis)} scales on an axis"
                assert axis[0].parent == data.parent, f"{name} has a scale in {axis[0].parent.name}"
            if data.dtype.kind == "f" and not name.endswith("time_h"):
                assert np.isnan(data.fillvalue) and np.isnan(data.attrs["_FillValue"]), f"{name} is not filled by NaN"


def check_storage(path):
    """Long datasets lie in shuffled, compressed chunks of at most 1024 steps; nothing carries a time of its own; the
    format is that of HDF5 1.8 (superblock 2), which the oldest readers know."""
    with open(path, "rb") as raw:
        assert raw.read(9)[8] == 2
    with h5py.File(path) as file:
        for name in groups_and_datasets(path)[1]:
            data = file[name]
            assert not data.id.get_create_plist().get_obj_track_times(), f"{name} keeps times"
            if data.chunks is None:
                continue
            assert data.shuffle and data.compression == "gzip" and data.compression_opts == 4, name
            if name.startswith("series/"):
                assert data.chunks[0] == 1 and data.chunks[1] <= 1024 and data.chunks[2:] == data.shape[2:], name


def check_values(path, group, engine):
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


def check_file(path):
    """All of the above; returns how many groups and datasets there are."""
    groups, datasets = groups_and_datasets(path)
    check_scales(path)
    check_storage(path)
    for engine in ENGINES:
        for group in groups:
            check_values(path, "/" + group, engine)
    return len(groups), len(datasets)
