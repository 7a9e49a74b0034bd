"""How each job grows with the workspace: many repositories, all or few of their commits pending.

    python -m tests.benchmarks.bench_growth [REPOSITORIESxCOMMITS ...] [--pending SHARE]
        [--seconds N] [--into FOLDER]

1000x1000 is a thousand repositories of a thousand commits each. A row is a job: its CPU seconds,
how often that is what ``git log --name-only`` of all pending commits takes, and the most memory
that it had. A job that fails or takes longer than N seconds says so in its row; the next goes on.
With FOLDER the workspaces are made there and kept, and one that is there is not made again.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import NamedTuple

from relplan.model.counting import counted
from tests.benchmarks.measuring import cpu_of, environment, relplan

_START = 1_600_000_000
_DOMAIN = 8
"""Services that use each other's contracts."""
_SPEAKING = 40
"""Each of so many changes breaks a contract, and as many adapt to one."""
_USERS = (1, 2)
"""How far on in its domain the consumers of a service's contract are."""
_SIZES = ("10x1000", "100x1000", "1000x1000")
_SPOILT = 3
"""Lines of a failure that are shown."""


class Size(NamedTuple):
    """How large a workspace is."""

    repositories: int
    commits: int
    """In each repository."""

    @classmethod
    def of(cls, text: str) -> "Size":
        repositories, _, commits = text.partition("x")
        return cls(int(repositories), int(commits))

    def __str__(self) -> str:
        return f"{self.repositories}x{self.commits}"


class Cost(NamedTuple):
    """What one process took."""

    seconds: float
    """Of CPU."""
    megabytes: float
    """The most that it had at once."""
    failure: str
    """What it said last where it failed; empty: it did not."""


def build(folder: Path, size: Size, share: float) -> None:
    """Make the repositories and relplan.toml; the last *share* of each main is pending."""
    folder.mkdir(parents=True)
    pending = max(1, round(size.commits * share))
    for number in range(size.repositories):
        repository = folder / _name(number)
        subprocess.run(["git", "init", "-q", "-b", "main", repository], check=True)
        words = ["git", "-C", str(repository), "fast-import", "--quiet"]
        content = b"".join(_history(number, size, size.commits - pending))
        subprocess.run(words, input=content, check=True)
    folder.joinpath("relplan.toml").write_text("".join(_settings(size)), "utf-8")


def _name(number: int) -> str:
    return f"s{number:04}"


def _neighbour(number: int, step: int, size: Size) -> int:
    """Return the service *step* places on in the same domain."""
    first = number // _DOMAIN * _DOMAIN
    return first + (number - first + step) % min(_DOMAIN, size.repositories - first)


def _settings(size: Size) -> Iterator[str]:
    yield '[workspace]\nname = "growth"\nstale_after_days = 0\n'
    for number in range(size.repositories):
        yield f'\n[services.{_name(number)}]\nrepo = "{_name(number)}"\n'
    for number in range(size.repositories):
        consumers = {_name(_neighbour(number, step, size)) for step in _USERS} - {_name(number)}
        named = ", ".join(f'"{name}"' for name in sorted(consumers))
        yield f'\n[contracts.k{number:04}]\nprovider = "{_name(number)}"\nconsumers = [{named}]\n'


def _history(service: int, size: Size, released: int) -> Iterator[bytes]:
    """Yield the commits of a main for ``git fast-import``; *released* of them are in production."""
    providers = {_neighbour(service, -step, size): step for step in _USERS}
    for mark in range(1, size.commits + 1):
        trailers = [f"Breaks: k{service:04}"] if mark % _SPEAKING == service % _SPEAKING else []
        trailers += [
            f"Adapts-To: k{provider:04}"
            for provider, step in providers.items()
            if provider != service and mark % _SPEAKING == (provider + 5 * step) % _SPEAKING
        ]
        text = f"Change {mark} of {_name(service)}\n\nWhy it is made.\n\n"
        text += "".join(f"{trailer}\n" for trailer in trailers)
        parent = f"from :{mark - 1}\n" if mark > 1 else ""
        file = f"M 100644 inline src/file{mark % 50}.txt\ndata {len(str(mark))}\n{mark}\n"
        yield (
            f"commit refs/heads/main\nmark :{mark}\n"
            f"committer Ada <ada@example.org> {_START + mark * 600 + service} +0000\n"
            f"data {len(text)}\n{text}{parent}{file}\n"
        ).encode()
    yield f"reset refs/tags/v1\nfrom :{max(1, released)}\n\n".encode()


def cost_of(words: list[str], folder: Path, seconds: float) -> Cost:
    """Run *words* in *folder*, but for *seconds* of wall clock at most."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            words, cwd=folder, env=environment(), stdout=subprocess.DEVNULL, stderr=said
        )
        timer = Timer(seconds, process.kill)
        timer.start()
        _, status, used = os.wait4(process.pid, 0)
        late = not timer.is_alive()
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        lines = said.read().decode(errors="replace").strip().splitlines()[-_SPOILT:]
    failure = ""
    if late:
        failure = f"stopped after {seconds:g} s"
    elif process.returncode not in (0, 1, 3):  # which are answers
        failure = f"exit {process.returncode}: {' / '.join(lines)}"
    return Cost(used.ru_utime + used.ru_stime, _megabytes(used), failure)


def _megabytes(used: resource.struct_rusage) -> float:
    # macOS counts bytes, others kilobytes.
    return used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def measured(folder: Path, size: Size, seconds: float) -> Iterator[tuple[str, Cost]]:
    """Yield each job with what it took, from the first scan on."""
    with suppress(FileNotFoundError):
        for file in (folder / ".relplan").iterdir():
            file.unlink()
    middle = _name(size.repositories // 2)
    newest = subprocess.run(
        ["git", "-C", str(folder / middle), "log", "-1", "--format=%h", "--abbrev=10"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    cpu_of(relplan("--version"), folder)  # which compiles
    for job in (
        "scan",
        "scan",
        "plan",
        "plan --json",
        f"check {middle}@{newest}",
        f"why {middle}@{newest}",
        "questions",
        "diagnose",
        "windows",
        "runbook",
    ):
        yield job, cost_of(relplan(*job.split()), folder, seconds)


def _logs(folder: Path, size: Size) -> float:
    """Return the CPU seconds of ``git log --name-only`` of all that is pending."""
    words = ("log", "--name-only", "v1..main")
    return sum(
        cpu_of(["git", "-C", str(folder / _name(number)), *words], folder)
        for number in range(size.repositories)
    )


def main() -> None:
    """Print the table, a row as soon as it is measured."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=Size.of, default=[Size.of(s) for s in _SIZES])
    parser.add_argument("--pending", type=float, default=1.0)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--into", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        for size in options.sizes:
            folder = (options.into or Path(temporary)).resolve() / f"{size}-{options.pending:g}"
            if not folder.exists():
                build(folder, size, options.pending)
            _tell(folder, size, options.pending, options.seconds)


def _tell(folder: Path, size: Size, share: float, seconds: float) -> None:
    commits = size.repositories * size.commits
    reference = _logs(folder, size)
    print(
        f"{counted(size.repositories, 'repository', 'repositories')}, {commits:,} commits, "
        f"{share:.0%} pending; git log --name-only of them: {reference:.2f} s",
        flush=True,
    )
    for job, cost in measured(folder, size, seconds):
        ratio = f"{cost.seconds / reference:8.2f} x"
        row = f"  {job:24} {cost.seconds:9.2f} s {ratio} {cost.megabytes:8.0f} MB"
        print(f"{row}  {cost.failure}".rstrip(), flush=True)


if __name__ == "__main__":
    main()
