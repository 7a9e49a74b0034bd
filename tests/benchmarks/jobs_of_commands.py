"""Start-up, scans and commands on large stores: whole processes."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import bench_startup
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
    job: str, folder: Path, repository: Path, name: str, goal: str, *, since: str = "v1"
) -> Row:
    folder.joinpath("relplan.toml").write_text(
        '[workspace]\nname = "bench"\nstale_after_days = 0\n\n'
        f'[services.shop]\nrepo = "{repository}"\nrelease_tag = "{since}"\n',
        "utf-8",
    )
    cpu_of(relplan("--version"), folder)
    logs = min(cpu_of(_log(repository, "--name-only", since=since), folder) for _ in range(2))
    return against(job, cpu_of(relplan("scan"), folder), name, logs, goal)


def rails() -> Iterator[Row]:
    job, clone = "cold scan of rails since v7.0.0", os.environ.get("RELPLAN_BENCH_RAILS")
    if not clone:
        yield unmeasured(job, "RELPLAN_BENCH_RAILS names no clone", "<= 1.2 x; 2 x")
        return
    with tempfile.TemporaryDirectory() as folder:
        source, goal = Path(clone), "<= 2 x"
        yield _cold(job, Path(folder), source, "git log --name-only", goal, since="v7.0.0")


def temporal() -> Iterator[Row]:
    job, place = "cold scan with contracts: Temporal", os.environ.get("RELPLAN_BENCH_TEMPORAL")
    if not place:
        yield unmeasured(job, "RELPLAN_BENCH_TEMPORAL names none", "<= 40 s")
        return
    yield alone(job, cpu_of(relplan("scan", "--full"), Path(place), 400), "<= 40 s")


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
    ("nothing new", nothing_new),
    ("cold", cold),
    ("rails", rails),
    ("temporal", temporal),
    ("large", large),
)
