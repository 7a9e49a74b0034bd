"""Scan against plain ``git log`` of the same range, in one run.

    python tests/benchmarks/bench_scan.py [--commits N] [--rounds N]

Builds a repository of N pending commits with merges and open branches by ``git fast-import``.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from relplan.model.scan import RepositoryRecord, ScanSettings, ServiceRoot
from relplan.sources.git import scan_repositories, scan_repository

_START = 1_700_000_000
_FORMAT = "--format=%H%x00%P%x00%ct%x00%an%x00%B"


def commit(ref: str, mark: int, message: str, parent: int, merged: int = 0) -> bytes:
    text = message.encode()
    lines = [
        f"commit {ref}",
        f"mark :{mark}",
        f"committer Ada <ada@example.org> {_START + mark * 60} +0000",
        f"data {len(text)}",
    ]
    head = "\n".join(lines).encode() + b"\n" + text + b"\n"
    links = f"from :{parent}\n" if parent else ""
    links += f"merge :{merged}\n" if merged else ""
    content = f"content {mark}\n"
    file = f"M 100644 inline src/file{mark % 50}.txt\ndata {len(content)}\n{content}\n"
    return head + links.encode() + file.encode() + b"\n"


def _history(commits: int) -> Iterator[bytes]:
    """Give main, on which each tenth commit merges a branch of two, then forty open branches."""
    yield commit("refs/heads/main", 1, "Begin", 0)
    main = mark = 1
    while mark <= commits:
        if mark % 10 == 1:
            yield commit("refs/heads/topic", mark + 1, f"ABC-{mark} first\n\nWhy.\n", main)
            yield commit("refs/heads/topic", mark + 2, "Second\n\nFeature: PAY-1\n", mark + 1)
            message = f"Merge branch 'topic-{mark}'\n\nReviewed.\n"
            yield commit("refs/heads/main", mark + 3, message, main, mark + 2)
            mark += 3
        else:
            body = f"Change number {mark}\n\nIt does this\nand that.\n\nSigned-off-by: Ada\n"
            yield commit("refs/heads/main", mark + 1, body, main)
            mark += 1
        main = mark
    for number in range(40):
        mark += 1
        yield commit(f"refs/heads/open/{number}", mark, f"Open {number}", main - number)
    yield b"reset refs/tags/v1\nfrom :1\n\nreset refs/heads/topic\nfrom :1\n\n"


def build(folder: Path, commits: int) -> None:
    """Make the repository; its tag v1 is the first commit."""
    subprocess.run(["git", "init", "-q", "-b", "main", folder], check=True)
    importer = subprocess.Popen(
        ["git", "-C", folder, "fast-import", "--quiet"], stdin=subprocess.PIPE
    )
    assert importer.stdin is not None
    importer.stdin.writelines(_history(commits))
    importer.stdin.close()
    if importer.wait():
        sys.exit("git fast-import failed")


def best(rounds: int, action: Callable[[], object]) -> float:
    """Return the seconds of the fastest of *rounds*."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        action()
        times.append(time.perf_counter() - began)
    return min(times)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--commits", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary, "shop")
        build(folder, options.commits)
        measure(folder, options.rounds)


def measure(folder: Path, rounds: int) -> None:
    """Print the figures, each as a ratio to git log."""
    settings = ScanSettings(stale_after_days=0)
    root = ServiceRoot("shop", str(folder))
    now = int(time.time())
    cold = scan_repository([root], settings, None, now)
    record = RepositoryRecord(
        str(folder), cold.signature, tuple(service.record for service in cold.services)
    )
    service = cold.services[0]
    print(f"{len(service.merged)} merged and {len(service.open)} open changes")
    words = ["git", "-C", str(folder), "log", _FORMAT, "v1..main"]
    plain = best(rounds, lambda: subprocess.run(words, stdout=subprocess.DEVNULL, check=True))
    print(f"git log                       {plain:7.3f} s")
    for label, last in (("source, cold", {}), ("source, nothing new", {str(folder): record})):
        seconds = best(
            rounds, lambda last=last: list(scan_repositories([root], settings, last, now))
        )
        print(f"{label:29} {seconds:7.3f} s  {seconds / plain:6.3f} x")
    whole_process(folder, plain, rounds)


def whole_process(folder: Path, plain: float, rounds: int) -> None:
    """Print what ``relplan scan`` takes, interpreter, store and all."""
    workspace = folder.parent
    workspace.joinpath("relplan.toml").write_text(
        '[workspace]\nname = "bench"\nstale_after_days = 0\n\n[services.shop]\nrepo = "shop"\n'
        'team = "bench"\n',
        "utf-8",
    )
    words = [sys.executable, "-m", "relplan", "scan"]
    environment = {k: v for k, v in os.environ.items() if k != "RELPLAN_STORE"}

    def scan(*more: str) -> None:
        done = subprocess.run(
            [*words, *more], cwd=workspace, env=environment, capture_output=True, check=False
        )
        if done.returncode:
            sys.exit(done.stderr.decode())

    def cold() -> None:
        for file in workspace.glob(".relplan/*"):
            file.unlink()
        scan()

    for label, action in (("relplan scan, cold", cold), ("relplan scan, nothing new", scan)):
        seconds = best(rounds, action)
        print(f"{label:29} {seconds:7.3f} s  {seconds / plain:6.3f} x")


if __name__ == "__main__":
    main()
