#!/usr/bin/env python3
# Copyright (c) 2026 the tapeless authors
# Distributed under the Boost Software License, Version 1.0 (see LICENSE).

"""Checks files of tensors against NumPy, PyTorch where it is installed, and against damage.

Round trip: what we write, NumPy reads bit for bit, and the other way round. Damage: of so many corrupted files every one
is refused, or holds, read by NumPy or by Python's json, the very numbers that we read from it. The same files for a seed.

    check.py PROGRAM [--files 10000] [--seed 1]
"""

import argparse
import io
import json
import random
import struct
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np

TYPES = {
    "F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "|i1",
    "U64": "<u8", "U32": "<u4", "U16": "<u2", "U8": "|u1", "BOOL": "|b1",
}  # fmt: skip
Tensors = dict[str, np.ndarray]


def unique(pairs: list) -> dict:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a name twice")
    return dict(pairs)


def read_safetensors(data: bytes) -> Tensors:
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length].decode("utf-8"), object_pairs_hook=unique)
    body = data[8 + length :]
    out = {}
    for name, about in header.items():
        if name != "__metadata__":
            begin, end = about["data_offsets"]
            out[name] = np.frombuffer(body[begin:end], TYPES[about["dtype"]]).reshape(about["shape"])
    if sorted(o for n, t in header.items() if n != "__metadata__" for o in t["data_offsets"])[-1] != len(body):
        raise ValueError("bytes after the end")
    return out


def write_safetensors(tensors: Tensors, edit=None) -> bytes:
    names = {np.dtype(v).str: k for k, v in TYPES.items()}
    header, body = {}, b""
    for name, t in tensors.items():
        data = t.tobytes()
        header[name] = {
            "dtype": names[t.dtype.str],
            "shape": list(t.shape),
            "data_offsets": [len(body), len(body) + len(data)],
        }
        body += data
    text = json.dumps(header)
    text = (edit(text) if edit else text).encode("utf-8", "surrogateescape")
    return struct.pack("<Q", len(text)) + text + body


def read_npy(data: bytes) -> Tensors:
    stream = io.BytesIO(data)
    out = {"": np.load(stream, allow_pickle=False)}
    if stream.read():
        raise ValueError("bytes after the end")
    return out


def write_npy(tensor: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.save(stream, tensor, allow_pickle=False)
    return stream.getvalue()


def read_npz(data: bytes) -> Tensors:
    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        if len(set(archive.files)) != len(archive.files):
            raise ValueError("a name twice")
        return {name: archive[name] for name in archive.files}


def write_npz(tensors: Tensors, save=np.savez) -> bytes:
    stream = io.BytesIO()
    save(stream, **tensors)
    return stream.getvalue()


READ = {".npy": read_npy, ".npz": read_npz, ".safetensors": read_safetensors}


def as_bytes(tensors: Tensors) -> dict[str, tuple]:
    return {n: (t.dtype.newbyteorder("<").str, t.shape, t.astype(t.dtype.newbyteorder("<")).tobytes()) for n, t in tensors.items()}


def run(program: str, files: list[Path]) -> list[tuple[str, list[str]]]:
    """What the program says of each file: "read" or an error, and the tensors' bytes in hexadecimal."""
    out = []
    for i in range(0, len(files), 1000):
        done = subprocess.run([program, "read", *map(str, files[i : i + 1000])], capture_output=True, text=True, errors="replace")
        if done.returncode != 0:
            sys.exit(f"{program} failed:\n{done.stderr[-4000:]}")
        for line in done.stdout.splitlines():
            if line == "read" or ": " in line:
                out.append((line, []))
            else:
                out[-1][1].append(line)
    if len(out) != len(files):
        sys.exit(f"{program} spoke of {len(out)} files, not of {len(files)}")
    return out


def check_round_trip(program: str, folder: Path) -> Tensors:
    subprocess.run([program, "write", str(folder)], check=True)
    ours = {s: READ[s]((folder / f"ours{s}").read_bytes()) for s in READ}
    tensors = ours[".npz"]
    assert as_bytes(ours[".safetensors"]) == as_bytes(tensors) and len(tensors) == 5
    assert as_bytes({"": tensors["0.weight"]}) == as_bytes(ours[".npy"])
    weight = tensors["0.weight"]
    assert weight.shape == (3, 4) and weight.dtype == np.float32 and weight[1, 2] == np.float32(1.125 * 6 - 3)
    assert np.signbit(tensors["0.bias"][0]) and tensors["0.bias"][1] == 5e-324
    assert tensors["count"].shape == (2, 1, 2) and tensors["count"][1, 0, 1] == 3 << 40

    theirs = {
        "a.npy": write_npy(weight),
        "fortran.npy": write_npy(np.asfortranarray(weight)),
        "big.npy": write_npy(weight.astype(">f4")),
        "a.npz": write_npz(tensors),
        "deflated.npz": write_npz(tensors, np.savez_compressed),
        "a.safetensors": write_safetensors(tensors),
        "backwards.safetensors": write_safetensors(dict(reversed(tensors.items()))),
    }
    try:
        import torch
    except ImportError:
        print("PyTorch is not installed: its part is left out")
    else:
        there = {n: torch.from_numpy(t.copy()) for n, t in tensors.items()}
        theirs["torch.safetensors"] = write_safetensors({n: t.numpy() for n, t in there.items()})
        theirs["torch.npz"] = write_npz({n: t.numpy() for n, t in there.items()})
    for name, data in theirs.items():
        (folder / name).write_bytes(data)
    for name, (outcome, read) in zip(theirs, run(program, [folder / name for name in theirs])):
        expected = [weight] if name.endswith(".npy") else list(tensors.values())
        assert (outcome, read) == ("read", [t.tobytes().hex() for t in expected]), (name, outcome)
    print(f"{len(ours) + len(theirs)} files of {len(ours)} formats went round bit for bit")
    return tensors


def named_corruptions(tensors: Tensors) -> list[tuple[str, bytes]]:
    """Whole files that are well-formed but for one thing. Every one must be refused."""
    out = []

    def edited(old: str, new: str) -> None:
        assert old in write_safetensors(tensors).decode("latin1"), old
        out.append((".safetensors", write_safetensors(tensors, lambda text: text.replace(old, new, 1))))

    edited('"F32"', '"F64"'), edited('"F32"', '"I32"'), edited('"F32"', '"BF16"')
    edited("[3, 4]", "[4, 3]"), edited("[3, 4]", "[12]"), edited("[3, 4]", "[-3, -4]"), edited("[3, 4]", "[3, 5]")
    edited("[3, 4]", "[4611686018427387905, 12]"), edited("[3, 4]", "[3.0, 4]"), edited("[3, 4]", "[3, 4, true]")
    edited("[0, 48]", "[8, 56]"), edited("[48, 88]", "[40, 80]"), edited("[0, 48]", "[48, 0]")
    edited("[0, 48]", "[0, 18446744073709551664]"), edited('"0.bias"', '"0.weight"'), edited('"0.bias"', '"1.bias"')
    edited('"byte"', '"\udcff\udcfe"'), edited('{"0.weight"', '[{"0.weight"'), edited("}}", "}"), edited("}}", "}}}")
    body = write_safetensors(tensors)
    for length in (0, 1, 2**31, 2**63, 2**64 - 1, 100_000_001, len(body) - 8, len(body) - 7):
        out.append((".safetensors", struct.pack("<Q", length) + body[8:]))

    for bad in (np.nan, np.inf, -np.inf):
        spoilt = {n: t.copy() for n, t in tensors.items()}
        spoilt["0.bias"][3] = bad
        out += [(".safetensors", write_safetensors(spoilt)), (".npz", write_npz(spoilt))]
        spoilt["0.weight"][1, 1] = bad
        out.append((".npy", write_npy(spoilt["0.weight"])))
    for name in tensors:
        fewer = {n: t for n, t in tensors.items() if n != name}
        wrong = {**tensors, name: np.zeros(tensors[name].shape, "<f2")}
        longer = {**tensors, name: np.append(tensors[name], tensors[name])}
        for other in (fewer, wrong, longer, {**tensors, name + "x": tensors[name]}):
            out += [(".safetensors", write_safetensors(other)), (".npz", write_npz(other))]
    for type_ in ("<f8", "<i4", "|V4", "<U1", "<c8"):
        out.append((".npy", write_npy(tensors["0.weight"].astype(type_) if type_ != "|V4" else tensors["0.weight"].view("V4"))))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as archive:
        for name, t in tensors.items():
            archive.writestr(name + ".npy", write_npy(t))
    out.append((".npz", stream.getvalue()))
    return out


def damaged(data: bytes, source: random.Random) -> bytes:
    """A file with some bits, bytes or its length changed; half of the time where its header is."""
    out = bytearray(data)
    kind = source.randrange(8)
    place = lambda: source.randrange(min(len(out), 300) if source.random() < 0.5 else len(out))
    if kind < 3:
        for _ in range(source.choice((1, 1, 1, 2, 3))):
            out[place()] ^= 1 << source.randrange(8)
    elif kind == 3:
        out[place()] = source.randrange(256)
    elif kind == 4:
        del out[source.randrange(len(out)) :]
    elif kind == 5:
        out += source.randbytes(source.choice((1, 1, 8, 100)))
    elif kind == 6:
        at = place()
        del out[at : at + source.choice((1, 1, 4, 8))]
    else:
        at = place()
        out[at:at] = bytes(source.choice(b"0123456789-,[]{}() \n\"'\\ef.\0") for _ in range(source.choice((1, 1, 2))))
    return bytes(out)


def check_damage(program: str, folder: Path, tensors: Tensors, count: int, seed: int) -> None:
    source = random.Random(seed)
    whole = [
        (".safetensors", (folder / "ours.safetensors").read_bytes()),
        (".safetensors", write_safetensors(tensors)),
        (".npz", (folder / "ours.npz").read_bytes()),
        (".npz", write_npz(tensors, np.savez_compressed)),
        (".npy", (folder / "ours.npy").read_bytes()),
        (".npy", write_npy(np.asfortranarray(tensors["0.weight"]))),
    ]
    cases = named_corruptions(tensors)
    named = len(cases)
    while len(cases) < count:
        suffix, data = source.choice(whole)
        broken = damaged(data, source)
        if broken != data:
            cases.append((suffix, broken))
    files = []
    for i, (suffix, data) in enumerate(cases):
        files.append(folder / f"{i}{suffix}")
        files[-1].write_bytes(data)

    wrong, read = [], 0
    for i, (outcome, ours) in enumerate(run(program, files)):
        if outcome != "read":
            continue
        read += 1
        suffix, data = cases[i]
        try:
            theirs = READ[suffix](data)
        except Exception as error:  # whatever is raised, it is refused
            wrong.append(f"{files[i].name}: read, but Python refuses it: {error!r}")
            continue
        expected = {"": tensors["0.weight"]} if suffix == ".npy" else tensors
        same = set(theirs) == set(expected) and all(
            theirs[n].shape == t.shape
            and theirs[n].dtype.newbyteorder("<") == t.dtype
            and theirs[n].astype(t.dtype).tobytes().hex() == hexadecimal
            and (t.dtype.kind != "f" or np.isfinite(theirs[n]).all())
            for (n, t), hexadecimal in zip(expected.items(), ours)
        )
        if not same or i < named:
            wrong.append(f"{files[i].name}: read otherwise than Python does" if not same else f"{files[i].name}: read")
    for line in wrong[:20]:
        print(line, file=sys.stderr)
    print(
        f"{len(cases)} damaged files ({named} of them by name): {len(cases) - read} refused, "
        f"{read - len(wrong)} read as Python reads them, {len(wrong)} accepted wrongly"
    )
    if wrong:
        sys.exit(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder for the files, which stay there")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.keep or Path(scratch)
        tensors = check_round_trip(arguments.program, folder)
        check_damage(arguments.program, folder, tensors, arguments.files, arguments.seed)


if __name__ == "__main__":
    main()
