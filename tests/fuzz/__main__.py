"""``python -m tests.fuzz [KIND …] [--mutants N] [--seed S]``: says which mutants do harm, and how.

Each mutant is held against its seed and, as the seed against it, the other way round, in a process
of its own of which time and memory are measured. Nothing is left behind but what is printed.
"""

import argparse
import os
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import gettempdir

from relplan.contracts import compare
from relplan.contracts.bounds import UnreadableError
from relplan.contracts.kind import Kind, Options, Version
from relplan.contracts.registry import kind_called
from tests.fuzz.mutants import mutants
from tests.fuzz.seeds import SEEDS

_SECONDS = 2.0
"""Of the processor, for each comparison of a mutant."""
_MEGABYTES = 300
_BATCH = 50
"""Mutants of one process."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, and return 1 where a mutant did harm."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=", ".join(sorted(SEEDS)))
    parser.add_argument("--mutants", type=int, default=2_000, help="of each kind")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    harm = 0
    for kind in asked.kinds or list(SEEDS):
        began = time.monotonic()
        found = _fuzz(kind, asked.mutants, asked.seed)
        harm += len(found)
        seconds = time.monotonic() - began
        print(
            f"{kind}: {asked.mutants} mutants, {len(found)} did harm, {seconds:.0f} s", flush=True
        )
        for line in found:
            print(f"  {line}")
    return 1 if harm else 0


def _fuzz(kind: str, count: int, seed: int) -> list[str]:
    path, text = SEEDS[kind]
    made = mutants(path, text, Random(f"{kind} {seed}"))
    contents = [next(made) for _ in range(count)]
    found: list[str] = []
    for start in range(0, count, _BATCH):
        found += _in_a_process(kind, contents[start : start + _BATCH], start)
    return found


def _in_a_process(kind: str, contents: Sequence[bytes], first: int) -> list[str]:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        os.dup2(writing, sys.stdout.fileno())
        for number, content in enumerate(contents, first):
            _try(kind, content, number)
        sys.stdout.flush()
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as printed:
        lines = printed.read().splitlines()
    _, status = os.waitpid(child, 0)
    return [*lines, f"mutants from {first}: ended by {status}"] if status else lines


def _try(name: str, content: bytes, number: int) -> None:
    kind = kind_called(name).analyzer
    assert kind is not None
    path, text = SEEDS[name]
    before, grown = time.process_time(), _peak()
    wrong = _wrong(kind, path, text.encode(), content)
    seconds, grown = time.process_time() - before, _peak() - grown
    if seconds > 3 * _SECONDS:  # two comparisons, and what a file says of itself
        wrong.append(f"{seconds:.1f} s")
    if grown > _MEGABYTES:
        wrong.append(f"{grown} MB")
    if wrong:
        kept = Path(gettempdir()) / f"relplan-mutant-{name}-{number}"
        kept.write_bytes(content)
        print(f"{number}: {'; '.join(wrong)}: {kept}")


def _wrong(kind: Kind, path: str, seed: bytes, content: bytes) -> list[str]:
    wrong: list[str] = []
    versions = Version({path: seed}, (path,)), Version({path: content}, (path,))
    for base, revision in (versions, versions[::-1]):
        found = compare(kind, base, revision, Options())
        wrong += [finding.text[:200] for finding in found if finding.rule == "fault"]
    for read in (kind.surface, kind.references):
        try:
            read(path, content)
        except UnreadableError:
            pass
        except Exception as error:  # which is what is looked for
            wrong.append(f"{read.__name__}: {type(error).__name__}: {error}"[:200])
    return wrong


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_000


if __name__ == "__main__":
    sys.exit(main())
