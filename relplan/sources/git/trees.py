"""Which files there are at a commit, and which of them differ between two."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from relplan.sources.git.safe import DIFF_OPTIONS, Git
from relplan.sources.git.text import decode, incremental_decoder

_REGULAR = "100"
"""What the modes of regular files begin with; links and submodules are not followed."""
SUBMODULE = "160"
"""What the modes of submodules begin with: their objects are commits of other repositories."""
_NOTHING = "0"


class Difference(NamedTuple):
    """A file that is not the same in two trees."""

    path: str
    before: str
    """The blob's id; empty: it was not there, or was no regular file."""
    after: str


Pair = tuple[str, str]
"""Two trees: the one before, the one after."""


def trees_of(git: Git, commits: Iterable[str]) -> dict[str, str]:
    """Return the tree of each commit; an empty commit name stands for the empty tree."""
    names = [commit for commit in dict.fromkeys(commits) if commit]
    asked = "".join(f"{name}^{{tree}}\n" for name in names).encode()
    answers = git.text("cat-file", "--batch-check=%(objectname)", stdin=asked).splitlines()
    found = dict(zip(names, answers, strict=True))
    found = {name: tree for name, tree in found.items() if " " not in tree}
    return {**found, "": git.text("hash-object", "-t", "tree", "--stdin")}


def files_of(git: Git, tree: str, folder: str = ".") -> dict[str, str]:
    """Return the regular files of a tree, or of a folder of it, with their blobs' ids."""
    words = ["ls-tree", "-r", "-z", "--full-tree", "--end-of-options", tree]
    listing = git.text(*words, *(() if folder == "." else ("--", folder)))
    found = {}
    for entry in listing.split("\0"):
        facts, _, path = entry.partition("\t")
        if facts.startswith(_REGULAR):
            found[path] = facts.split()[2]
    return found


def differences(
    git: Git,
    pairs: Iterable[Pair],
    kind: str = _REGULAR,
    paths: Iterable[str] = (),
    known: dict[Difference, Difference] | None = None,
) -> dict[Pair, list[Difference]]:
    """Return which regular files differ between the two trees of each pair; one process.

    With another *kind*, what else has modes that begin so; of *paths* alone, where there are any.
    Differences that are alike are one object, here and among those *known*, which grow: hundreds
    of commits differ from one by thousands of files, by nearly the same ones.
    """
    same = {} if known is None else known
    wanted = list(dict.fromkeys(pair for pair in pairs if pair[0] != pair[1]))
    found: dict[Pair, list[Difference]] = {pair: [] for pair in wanted}
    asked = "".join(f"{before} {after}\n" for before, after in wanted).encode()
    words = ["diff-tree", "--stdin", "-r", "-z", "--raw", "--no-abbrev", *DIFF_OPTIONS]
    only = list(paths)
    if only:
        words = ["--literal-pathspecs", *words, "--", *only]
    with git.stream(*words, stdin=asked) as chunks:
        current: list[Difference] = []
        facts = ""
        for field in _fields(chunks):
            if facts:
                mode_before, mode_after, before, after, _ = facts.split(" ")
                old = before if mode_before.startswith(kind, 1) else ""  # behind a colon
                new = after if mode_after.startswith(kind) else ""
                if old != new:
                    one = Difference(field, old, new)
                    current.append(same.setdefault(one, one))
                facts = ""
                continue
            *headers, facts = field.split("\n")
            if headers:
                before, after = headers[-1].split()
                current = found[before, after]
    return found


def _fields(chunks: Iterable[bytes]) -> Iterator[str]:
    decoder = incremental_decoder()
    rest = ""
    for chunk in chunks:
        *fields, rest = (rest + decoder.decode(chunk)).split("\0")
        yield from fields


def applied(files: Mapping[str, str], changed: Iterable[Difference]) -> dict[str, str]:
    """Return *files* as they are after what *changed*."""
    result = dict(files)
    for path, _, after in changed:
        if after:
            result[path] = after
        else:
            result.pop(path, None)
    return result


def merge_bases(git: Git, main: str, tips: Iterable[str]) -> dict[str, str]:
    """Return for each tip the newest commit that *main* has, too; empty where there is none.

    One walk answers for branches that left main once; only others ask git for each.
    """
    wanted = list(dict.fromkeys(tips))
    if not wanted:
        return {}
    asked = "".join(f"{tip}\n" for tip in (*wanted, f"^{main}")).encode()
    parents: dict[str, list[str]] = {}
    borders: set[str] = set()
    for line in decode(
        git.run("rev-list", "--parents", "--boundary", "--stdin", stdin=asked)
    ).splitlines():
        name, *above = line.split()
        parents[name.removeprefix("-")] = above
        if name.startswith("-"):
            borders.add(name[1:])
    return {tip: _base(git, main, tip, parents, borders) for tip in wanted}


def _base(
    git: Git, main: str, tip: str, parents: Mapping[str, list[str]], borders: set[str]
) -> str:
    if tip not in parents:  # main has it
        return tip
    found: set[str] = set()
    ahead, seen = [tip], {tip}
    while ahead:
        oid = ahead.pop()
        if oid in borders:
            found.add(oid)
            continue
        above = [parent for parent in parents.get(oid, ()) if parent not in seen]
        seen.update(above)
        ahead += above
    if len(found) == 1:
        return found.pop()
    return git.attempt("merge-base", main, tip) or "" if found else ""
