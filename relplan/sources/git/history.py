"""Reads commits: one streaming ``git log`` a repository, whatever the number of its services."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from relplan.sources.git.safe import DIFF_OPTIONS, LOG_OPTIONS, Git, oids
from relplan.sources.git.text import MESSAGE, TITLE, incremental_decoder, moment, title_of
from relplan.sources.near_misses import near_misses

TRAILERS = (
    "Breaks", "Extends", "Adapts-To", "Tolerates", "Feature", "Flag", "Depends-On", "Change-Id",
    "Reviewed-on",
)  # fmt: skip
"""The trailers that mean something to relplan; case does not matter."""
_DECLARED = re.compile(rf"^(?:{'|'.join(TRAILERS)})[ \t]*:", re.IGNORECASE | re.MULTILINE)
_KEYS = "".join(f",key={name}" for name in TRAILERS)
_LONG = f"--format=%x00%H%x00%P%x00%ct%x00%an%x00%B%x00%(trailers:only,unfold{_KEYS})"
_BARE_FORMAT = "%x00%H%x00%P%x00%ct%x00%x00%B%x00"
"""Without what takes git long to find: the author and the trailers."""
_FIELDS = 7
"""With the empty one that begins each commit, by which it is told from a file name."""
_LONGEST = 100_000
"""Characters of a field that are looked at: a message may be of any size, and nobody wrote more."""
_NAMES = ("--name-only", "--diff-merges=first-parent", *DIFF_OPTIONS)


class Commit(NamedTuple):
    """What one commit says."""

    oid: str
    parents: list[str]
    date: int
    """Of its committer, in seconds since 1970; 0 where that is missing, or cannot be."""
    author: str
    title: str
    message: str
    trailers: str
    """Those of TRAILERS that git finds in the last paragraph, one a line."""
    declares: bool
    """Whether the message may say more than its title does; most say no more."""
    paths: frozenset[str] = frozenset()
    """What it touches of what is looked for, compared with its first parent."""


History = dict[str, Commit]
"""Commits by their hash."""
Touched = Callable[[Iterable[str]], frozenset[str]]
"""Given the names of the files that a commit touches: what is to be kept of them."""
_Make = Callable[[str, str, str, str, str, str], Commit]


def read_history(
    git: Git,
    tips: Iterable[str],
    bounds: Iterable[str],
    touched: Touched | None = None,
    progress: Callable[[int], None] | None = None,
    *,
    newest: int = 0,
) -> History:
    """Read what *tips* contain and none of *bounds* does.

    With *newest*, only so many of the newest commits, and bare: without author and trailers, and
    not whether they declare anything. With *touched*, find out what each commit touches, which
    takes git about as long again.
    *progress* hears how many commits were read so far.
    """
    wanted = [*dict.fromkeys(tips), *(f"^{bound}" for bound in dict.fromkeys(bounds))]
    shape = (f"--format={_BARE_FORMAT}", f"--max-count={newest}") if newest else (_LONG,)
    options = ("log", "-z", *shape, *LOG_OPTIONS, *(_NAMES if touched else ()))
    make = _bare if newest else _commit
    history: History = {}
    decoder = incremental_decoder()
    fields = [""]
    with git.stream(*options, "--stdin", stdin=oids(wanted)) as chunks:
        for chunk in chunks:
            head, *more = decoder.decode(chunk).split("\0")
            if len(fields[-1]) < _LONGEST:
                fields[-1] += head[:_LONGEST]
            if max(map(len, more), default=0) > _LONGEST:
                more = [field[:_LONGEST] for field in more]
            fields += more
            used = _take(fields, len(fields) - 1, touched, history, make)
            del fields[:used]
            if progress is not None:
                progress(len(history))
    _take(fields, len(fields), touched, history, make)
    return history


def _take(
    fields: list[str], end: int, touched: Touched | None, history: History, make: _Make
) -> int:
    """Put the commits that are whole into *history*; return how many fields they took.

    The field at *end*, if there is one, may go on in the next chunk.
    """
    if touched:
        return _take_named(fields, end, touched, history, make)
    return _take_plain(fields, end, history, make)


def _take_plain(fields: list[str], end: int, history: History, make: _Make) -> int:
    used = end // _FIELDS * _FIELDS
    columns = (fields[start:used:_FIELDS] for start in range(1, _FIELDS))
    for record in zip(*columns, strict=True):
        history[record[0]] = make(*record)
    return used


def _commit(oid: str, parents: str, date: str, author: str, message: str, trailers: str) -> Commit:
    """Return a commit; what takes time is done here, while git goes on."""
    title, _, more = message.partition("\n")
    if not more and 0 < len(title) <= TITLE:  # as most are: one line
        title = title.rstrip()
        declares = bool(trailers) or "!:" in title or "BREAKING" in title
    else:
        title = title_of(message)
        declares = (
            bool(trailers)
            or "!:" in title
            or "BREAKING" in message
            or ("\n\n" in message and _DECLARED.search(message) is not None)
            or bool(near_misses(message))
        )
    return Commit(
        oid, parents.split(), moment(date), author, title, message[:MESSAGE], trailers, declares
    )


def _bare(oid: str, parents: str, date: str, author: str, message: str, trailers: str) -> Commit:
    title = title_of(message)
    return Commit(
        oid, parents.split(), moment(date), author, title, message[:MESSAGE], trailers, False
    )


def _take_named(
    fields: list[str], end: int, touched: Touched, history: History, make: _Make
) -> int:
    used = 0
    while True:
        names = used + _FIELDS
        try:
            next_commit = fields.index("", names, end)
        except ValueError:
            return used
        commit = make(*fields[used + 1 : names])
        history[commit.oid] = commit._replace(paths=touched(fields[names:next_commit]))
        used = next_commit


def first_parents(history: History, tip: str) -> list[str]:
    """Return the first-parent chain from *tip* as far as it was read, newest first."""
    chain = []
    oid = tip
    while (commit := history.get(oid)) is not None:
        chain.append(oid)
        if not commit.parents:
            break
        oid = commit.parents[0]
    return chain


def reachable(history: History, tips: Iterable[str]) -> set[str]:
    """Return the commits, of those that were read, which *tips* contain."""
    found = set()
    ahead = [tip for tip in tips if tip in history]
    while ahead:
        oid = ahead.pop()
        if oid not in found:
            found.add(oid)
            ahead += [parent for parent in history[oid].parents if parent in history]
    return found


def brought_in(history: History, chain: Iterable[str], known: set[str]) -> Iterator[list[str]]:
    """Return for each commit of *chain*, oldest first, itself and what came to main with it.

    *known*, what was there before, grows with each.
    """
    for first in chain:
        commits = []
        ahead = [first]
        while ahead:
            oid = ahead.pop()
            if oid in history and oid not in known:
                known.add(oid)
                commits.append(oid)
                ahead += history[oid].parents
        yield commits
