"""Start-up, scans and commands on large stores: whole processes."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from relplan.examples import build as example
from tests.benchmarks import bench_startup, first_paint
from tests.benchmarks.bench_scan import build, commit
from tests.benchmarks.measuring import PASS, cpu_of, least, relplan
from tests.benchmarks.stores import write_workspace
from tests.benchmarks.table import Row, against, alone, unmeasured
from tests.benchmarks.workspaces import workspace_of

_PASS = "python -c pass"  # noqa: S105 - a command
_LARGE = 20_000
_PATIENCE = 60.0
"""Seconds after which a command is stopped: a table that nobody waits for shows nothing."""


def startup() -> Iterator[Row]:
    for words, (taken, reference) in bench_startup.measured().items():
        yield against(words, taken, _PASS, reference, f"<= {bench_startup.GOALS[words]} x")


def paint() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as temporary:
        folder = example("lockstep-7", Path(temporary) / "shop")
        cpu_of(relplan("scan"), folder)
        for what, (taken, reference) in first_paint.measured(folder).items():
            goal = "<= 2 x" if what == first_paint.LEFT else "-"
            yield against(f"first paint: {what}", taken, "import textual", reference, goal)


def nothing_new() -> Iterator[Row]:
    for repositories, commits in ((4, 25_000), (200, 30)):
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            names = _many(folder, repositories, commits)
            cpu_of(relplan("scan"), folder)
            logs = sum(cpu_of(_log(folder / name), folder) for name in names)
            taken = least({"scan": relplan("scan"), "pass": PASS}, folder, 4)
        job = f"scan, nothing new, {repositories} repositories"
        name = f"git log of {repositories * commits:,} pending"
        yield against(job, taken["scan"], name, logs, "<= 0.3 x" if repositories == 4 else "-")
        if repositories > 4:
            yield against(job, taken["scan"], _PASS, taken["pass"], "<= 12 x")


def _many(folder: Path, repositories: int, commits: int) -> list[str]:
    names = [f"s{number:03}" for number in range(repositories)]
    settings = '[workspace]\nname = "many"\nstale_after_days = 0\n'
    for name in names:
        settings += f'\n[services.{name}]\nrepo = "{name}"\n'
        lines = [
            commit("refs/heads/main", n, f"Change {n}\n\nWhy.\n", n - 1)
            for n in range(1, commits + 1)
        ]
        lines.append(b"reset refs/tags/v1\nfrom :1\n\n")
        subprocess.run(["git", "init", "-q", "-b", "main", folder / name], check=True)
        words = ["git", "-C", str(folder / name), "fast-import", "--quiet"]
        subprocess.run(words, input=b"".join(lines), check=True)
    folder.joinpath("relplan.toml").write_text(settings, "utf-8")
    return names


def _log(repository: Path, *options: str, since: str = "v1") -> list[str]:
    return ["git", "-C", str(repository), "log", *options, f"{since}..HEAD"]


def cold() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        build(folder / "shop", 100_000)
        name = "git log --name-only"
        yield _cold("cold scan of 100,000 pending", folder, folder / "shop", name, "<= 2.5 x")


def _cold(
    job: str,
    folder: Path,
    repository: Path,
    name: str,
    goal: str,
    since: str = "v1",
    more: str = "",
) -> Row:
    _write(folder, repository, since, more)
    logs = min(cpu_of(_log(repository, "--name-only", since=since), folder) for _ in range(2))
    return against(job, min(_first_scan(folder) for _ in range(2)), name, logs, goal)


def _first_scan(folder: Path) -> float:
    """Return the seconds of a scan as if none had been before; the first of all compiles."""
    shutil.rmtree(folder / ".relplan", ignore_errors=True)
    return cpu_of(relplan("scan"), folder)


def _write(folder: Path, repository: Path, since: str, more: str, contracts: str = "") -> None:
    folder.joinpath("relplan.toml").write_text(
        f'[workspace]\nname = "bench"\nstale_after_days = 0\n{more}\n'
        f'[services.shop]\nrepo = "{repository.resolve()}"\nrelease_tag = "{since}"\n{contracts}',
        "utf-8",
    )


_MAIN_ALONE = 'branches = ["!*"]\n'


def rails() -> Iterator[Row]:
    job, clone = "cold scan of rails since v7.0.0", os.environ.get("RELPLAN_BENCH_RAILS")
    if not clone:
        yield unmeasured(job, "RELPLAN_BENCH_RAILS names no clone", "<= 1.2 x; 2 x")
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder, source, name = Path(temporary), Path(clone), "git log --name-only"
        yield _cold(f"{job}, main", folder, source, name, "<= 1.2 x", "v7.0.0", _MAIN_ALONE)
        yield _cold(f"{job}, branches", folder, source, name, "<= 2 x", "v7.0.0")


_TEMPORAL = """
[contracts.server-api]
kind = "protobuf"
provider = "shop"
files = ["proto/internal/temporal/server/api/**/*.proto"]
consumers = []

[contracts.chasm-rpc]
kind = "protobuf"
provider = "shop"
files = ["chasm/lib/*/proto/v1/*.proto"]
consumers = []
"""


def temporal() -> Iterator[Row]:
    job, clone = "cold scan of Temporal since v1.28.0", os.environ.get("RELPLAN_BENCH_TEMPORAL")
    if not clone:
        yield unmeasured(job, "RELPLAN_BENCH_TEMPORAL names no clone", "<= 40 s")
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        _write(folder, Path(clone), "v1.28.0", _MAIN_ALONE, _TEMPORAL)
        cpu_of(relplan("--version"), folder)
        yield alone(job, cpu_of(relplan("scan"), folder, 400), "<= 40 s")
        yield alone(f"{job}, again", cpu_of(relplan("scan", "--full"), folder, 400), "-")


def large() -> Iterator[Row]:
    snapshot = workspace_of(_LARGE, domain=8)
    change = snapshot.changes[_LARGE // 2].id
    with tempfile.TemporaryDirectory() as temporary:
        folder = write_workspace(snapshot, Path(temporary) / "large")
        cpu_of(relplan("--version"), folder)
        for words, goal in (
            (f"check {change}", "<= 0.4 s"),
            (f"why {change}", "<= 0.4 s"),
            ("diagnose", "<= 2 s"),
            ("windows", "<= 2 s"),
            ("runbook", "<= 2 s"),
            ("export backlog --seconds 1", "<= 2 s"),
        ):
            cpu_of(relplan("--version"), folder)
            taken = cpu_of(relplan(*words.split()), folder, _PATIENCE)
            yield alone(f"{words} of {_LARGE:,} changes", taken, goal)


JOBS = (
    ("startup", startup),
    ("first paint", paint),
    ("nothing new", nothing_new),
    ("cold", cold),
    ("rails", rails),
    ("temporal", temporal),
    ("large", large),
)
