"""Builds small real repositories with fixed dates and identities."""

import os
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from relplan.model.change import Change
from relplan.model.scan import RepositoryRecord, RepositoryScan, ScanSettings, ServiceRoot
from relplan.sources.git import scan_repository

START = 1_700_000_000
NOW = START + 86_400
_CLEAN = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}

# Each commit would start two more processes, to look whether there is something to tidy, and write
# two logs that nobody reads.
_NO_HOUSEKEEPING = {
    "GIT_CONFIG_COUNT": "2",
    "GIT_CONFIG_KEY_0": "maintenance.auto",
    "GIT_CONFIG_VALUE_0": "false",
    "GIT_CONFIG_KEY_1": "core.logAllRefUpdates",
    "GIT_CONFIG_VALUE_1": "false",
}


def git(folder: Path, *words: str, stdin: bytes = b"", **more: str) -> str:
    """Run git on a folder, out of reach of the configuration of whoever runs the tests."""
    environment = _CLEAN | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Ada",
        "GIT_AUTHOR_EMAIL": "ada@example.org",
        "GIT_COMMITTER_NAME": "Ada",
        "GIT_COMMITTER_EMAIL": "ada@example.org",
        **_NO_HOUSEKEEPING,
        **more,
    }
    done = subprocess.run(
        ["git", "-C", str(folder), *words], input=stdin, env=environment, capture_output=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode("utf-8", "replace").strip()


# Without git's examples of hooks: there are more of them than all else, and tests copy it.
_INIT = ("init", "-q", "-b", "main", "--template=")


@cache
def _fresh() -> list[tuple[str, bytes | None]]:
    """Return what git makes of a new repository: folders, and files with what is in them."""
    with TemporaryDirectory() as folder:
        git(Path(folder), *_INIT)
        return [
            (str(found.relative_to(folder)), found.read_bytes() if found.is_file() else None)
            for found in sorted(Path(folder).rglob("*"))
        ]


class GitRepo:
    """One repository; each commit is a minute after the one before it."""

    def __init__(self, path: Path, *options: str) -> None:
        self.path = path
        self._minute = 0
        path.mkdir(parents=True, exist_ok=True)
        if options or (path / ".git").exists():
            self.git(*_INIT, *options)
            return
        for name, content in _fresh():
            if content is None:
                (path / name).mkdir(exist_ok=True)
            else:
                (path / name).write_bytes(content)

    def git(self, *words: str, stdin: bytes = b"") -> str:
        date = f"{START + 60 * self._minute} +0000"
        return git(self.path, *words, stdin=stdin, GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date)

    def write(self, file: str, text: str) -> "GitRepo":
        target = self.path / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
        return self

    def commit(self, message: str = "Work", file: str = "", text: str = "") -> str:
        """Commit one file, a new one unless it is named; return the hash."""
        self._minute += 1
        self.write(file or f"file-{self._minute}.txt", text or f"{self._minute}\n")
        self.git("add", "-A")
        self.git("commit", "-q", "--cleanup=verbatim", "-F", "-", stdin=message.encode())
        return self.head()

    def head(self) -> str:
        """Return what HEAD names, read from its files: a process for each commit adds up."""
        folder = self.path / ".git"
        head = folder / "HEAD" if folder.is_dir() else None
        while head is not None and head.is_file():
            found = head.read_text("utf-8").strip()
            if not found.startswith("ref: "):
                return found
            head = folder / found.removeprefix("ref: ")
        return self.git("rev-parse", "HEAD")

    def branch(self, name: str, start: str = "HEAD") -> "GitRepo":
        self.git("switch", "-q", "-c", name, start)
        return self

    def switch(self, name: str) -> "GitRepo":
        self.git("switch", "-q", name)
        return self

    def merge(self, *names: str, message: str = "", unrelated: bool = False) -> str:
        self._minute += 1
        words = ("-m", message) if message else ()
        words += ("--allow-unrelated-histories",) if unrelated else ()
        self.git("merge", "-q", "--no-ff", "--no-edit", *words, *names)
        return self.head()

    def tag(self, name: str) -> "GitRepo":
        self.git("tag", name)
        return self


def root_of(repo: GitRepo | Path, service: str = "shop", **more: str) -> ServiceRoot:
    path = repo.path if isinstance(repo, GitRepo) else repo
    return ServiceRoot(service, str(path), **more)


def scan(
    *roots: ServiceRoot, last: RepositoryScan | None = None, settings: ScanSettings | None = None,
    now: int = NOW,
) -> RepositoryScan:  # fmt: skip
    record = None
    if last is not None:
        services = tuple(service.record for service in last.services)
        record = RepositoryRecord(last.repository, last.signature, services, landed=last.landed)
    return scan_repository(roots, settings or ScanSettings(), record, now)


def pending(repo: GitRepo | Path, **more: str) -> tuple[Change, ...]:
    """Return the changes of the only service, merged ones first."""
    service = scan(root_of(repo, **more)).services[0]
    return service.merged + service.open


def titles(changes: tuple[Change, ...]) -> list[str]:
    return [change.title for change in changes]


def ids(changes: tuple[Change, ...]) -> list[str]:
    return [change.id for change in changes]
