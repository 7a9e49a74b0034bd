"""Comparing two versions of a protobuf module against one `buf breaking` of them, in one run.

    python -m tests.benchmarks.bench_protobuf [--rounds N]

CPU time, its own and that of buf, for modules of one file, of many of which one differs, of many
that all differ, and of many whose imports are partly missing; first with nothing kept, then as a
scan does it, which holds several versions against one that was read already.
"""

import argparse
import os
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from relplan.contracts import compare
from relplan.contracts.kind import Options, Version
from relplan.contracts.protobuf import compiling
from relplan.contracts.protobuf.contract import ANALYZER
from relplan.contracts.protobuf.kept import Kept
from tests.contracts.protobuf.buf import breaking

_FILES = 40
_MONEY = 'syntax = "proto3"; package google.type; message Money { int64 units = 1; }'
_MESSAGES = 25


def _module(files: int, *, dropped: frozenset[int] = frozenset(), foreign: bool = False) -> Version:
    """Return a module; the last field is gone from the messages of *dropped*."""
    made = {f"shop/p{n}.proto": _file(n, n in dropped, foreign).encode() for n in range(files)}
    return Version(made, tuple(made))


def _file(number: int, is_dropped: bool, foreign: bool) -> str:
    head = [f'syntax = "proto3";\npackage shop.p{number % 8};']
    if number >= 8:
        head.append(f'import "shop/p{number - 8}.proto";')
    if foreign:
        head.append('import "google/type/money.proto";')
    price = "google.type.Money" if foreign else "string"
    last = "" if is_dropped else " int32 amount = 3;"
    for place in range(_MESSAGES):
        name = f"Order{number}Line{place}"
        head.append(f"message {name} {{ string id = 1; {price} price = 2;{last} }}")
    first = f"Order{number}Line0"
    head.append(f"service Orders{number} {{ rpc Get({first}) returns ({first}); }}")
    return "\n".join(head)


def _cpu() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _least(rounds: int, prepare: Callable[[], object], action: Callable[[], object]) -> float:
    """Return the CPU seconds of the cheapest of *rounds*."""
    spent = []
    for _ in range(rounds):
        prepare()
        began = _cpu()
        action()
        spent.append(_cpu() - began)
    return min(spent)


def _forget() -> None:
    compiling._SOURCES = Kept(compiling._CHARACTERS)
    compiling._FILES = Kept(compiling._CHARACTERS)


def _buf(base: Mapping[str, str], revision: Mapping[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        breaking(base, revision, Path(folder))


def _texts(version: Version, missing: Mapping[str, str]) -> Mapping[str, str]:
    return {path: text.decode() for path, text in version.files.items()} | missing


def in_times_of_buf(rounds: int) -> tuple[float, float]:
    """Return what a pair of which one file differs costs in times of buf, and buf's seconds."""
    base = _module(_FILES)
    revision = _module(_FILES, dropped=frozenset({_FILES - 1}))
    texts = [_texts(version, {}) for version in (base, revision)]
    reference = _least(rounds, _forget, partial(_buf, *texts))
    pair = _least(rounds, _forget, partial(compare, ANALYZER, base, revision, Options()))
    return pair / reference, reference


def main() -> None:
    """Print what each pair costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    rounds = parser.parse_args().rounds
    everywhere = frozenset(range(_FILES))
    for name, files, dropped, foreign in (
        ("one file", 1, frozenset({0}), False),
        (f"one of {_FILES} files", _FILES, frozenset({_FILES - 1}), False),
        (f"none of {_FILES} files", _FILES, frozenset[int](), False),
        (f"all of {_FILES} files", _FILES, everywhere, False),
        (f"one of {_FILES}, imports missing", _FILES, frozenset({_FILES - 1}), True),
    ):
        base = _module(files, foreign=foreign)
        revision = _module(files, dropped=dropped, foreign=foreign)
        if not dropped:
            revision = Version({p: t + b"\n// new" for p, t in base.files.items()}, base.roots)
        missing = {"google/type/money.proto": _MONEY} if foreign else {}
        texts = [_texts(version, missing) for version in (base, revision)]
        reference = _least(rounds, _forget, partial(_buf, *texts))

        def pair(base: Version = base, revision: Version = revision) -> int:
            return len(compare(ANALYZER, base, revision, Options()))

        other = Version({p: t + b"\n// other" for p, t in base.files.items()}, base.roots)

        def base_is_known(base: Version = base, other: Version = other) -> None:
            _forget()
            compare(ANALYZER, base, other, Options())

        first, next_one = _least(rounds, _forget, pair), _least(rounds, base_is_known, pair)
        print(f"{name}: {pair()} findings; buf {reference * 1000:.0f} ms")
        print(f"  a pair                {first * 1000:5.0f} ms = {first / reference:.2f} x that")
        print(f"  the next of a scan    {next_one * 1000:5.0f} ms = {next_one / reference:.2f} x")


if __name__ == "__main__":
    main()
