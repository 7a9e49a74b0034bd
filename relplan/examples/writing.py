"""A history in memory becomes a git repository on disk."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from relplan.examples.recipe import MAIN, Stamp
from relplan.examples.replay import History, Node, Tree
from relplan.model.errors import RelplanError


def git_executable() -> str:
    """Return where git is.

    Raises RelplanError where it is not installed.
    """
    found = shutil.which("git")
    if found is None:
        raise RelplanError("git is not on the PATH", "install git 2.30 or newer")
    return found


def write(git: str, history: History, folder: Path) -> None:
    """Make the repository *folder* of *history*, with main checked out.

    Raises RelplanError where git fails.
    """
    _run(git, "init", "--quiet", "--template=", f"--initial-branch={MAIN}", str(folder))
    stream = b"".join(_stream(history))
    _run(git, "-C", str(folder), "fast-import", "--quiet", "--force", "--done", given=stream)
    if history.remote_branches:
        # Nobody fetches from it: the name only has to look like a clone's.
        url = f"https://git.example/{history.repository}.git"
        _run(git, "-C", str(folder), "remote", "add", "origin", url)
    if MAIN in history.remote_branches:
        head = ("refs/remotes/origin/HEAD", f"refs/remotes/origin/{MAIN}")
        _run(git, "-C", str(folder), "symbolic-ref", *head)
    _run(git, "-C", str(folder), "reset", "--quiet", "--hard")


def _run(git: str, *arguments: str, given: bytes = b"") -> None:
    done = subprocess.run(
        [git, "-c", "core.hooksPath=" + os.devnull, "-c", "core.autocrlf=false", *arguments],
        input=given,
        capture_output=True,
        env=_environment(os.environ),
        check=False,
    )
    if done.returncode:
        lines = done.stderr.decode(errors="replace").splitlines()
        last = next((line for line in lines if line.startswith("fatal:")), "no reason given")
        raise RelplanError(f"git could not build the example: {last}")


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    """Let no setting of this machine or person show in the repositories."""
    kept = {name: value for name, value in given.items() if not name.startswith("GIT_")}
    return kept | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_DEFAULT_HASH": "sha1",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }


def _stream(history: History) -> Iterator[bytes]:
    """Yield what git fast-import reads."""
    # Every commit is written on main, and the refs are set at the end: no ref is left over.
    # A mark is a commit's number and one, as a mark may not be 0.
    for commit in history.commits:
        yield from _commit(commit, history.commits)
    for name, number in sorted(history.branches.items()):
        yield _reset(f"refs/heads/{name}", number)
    for name, number in sorted(history.remote_branches.items()):
        yield _reset(f"refs/remotes/origin/{name}", number)
    for name, (number, message, stamp) in sorted(history.tags.items()):
        if stamp is None:
            yield _reset(f"refs/tags/{name}", number)
        else:
            yield f"tag {name}\nfrom :{number + 1}\ntagger {_signature(stamp)}\n".encode()
            yield _data(_message(message))
    yield b"done\n"


def _reset(ref: str, number: int) -> bytes:
    return f"reset {ref}\nfrom :{number + 1}\n\n".encode()


def _commit(commit: Node, commits: list[Node]) -> Iterator[bytes]:
    ref = f"refs/heads/{MAIN}"
    if not commit.parents:
        yield f"reset {ref}\n".encode()
    yield f"commit {ref}\nmark :{commit.number + 1}\n".encode()
    yield f"author {_signature(commit.stamp)}\ncommitter {_signature(commit.stamp)}\n".encode()
    yield _data(_message(commit.message))
    for word, parent in zip(("from", "merge"), commit.parents, strict=False):
        yield f"{word} :{parent + 1}\n".encode()
    before: Tree = commits[commit.parents[0]].tree if commit.parents else {}
    for path in sorted({*before, *commit.tree}):
        contents = commit.tree.get(path)
        if contents is None:
            yield f"D {path}\n".encode()
        elif contents != before.get(path):
            yield f"M 100644 inline {path}\n".encode() + _data(contents)
    yield b"\n"


def _message(text: str) -> str:
    """End the last line, as git itself does."""
    return text.rstrip("\n") + "\n"


def _data(text: str) -> bytes:
    raw = text.encode()
    return b"data %d\n%s\n" % (len(raw), raw)


def _signature(stamp: Stamp) -> str:
    return f"{stamp.who} {int(stamp.when.timestamp())} {stamp.when:%z}"
