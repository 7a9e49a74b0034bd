"""Says which folders pending changes touch though they belong to no service."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from relplan.model.counting import counted
from relplan.model.scan import Notice, ServiceRecord, ServiceRoot
from relplan.sources.git.claims import WHOLE, Claims
from relplan.sources.git.safe import DIFF_OPTIONS, LOG_OPTIONS, Git
from relplan.sources.git.text import decode

_MOST = 8
"""Folders that are named, those that most changes touch."""
_ASIDE = frozenset(
    "doc docs documentation test tests testing testdata e2e mock mocks fixture fixtures example"
    " examples sample samples benchmark benchmarks".split()
)
"""Words in the names of folders that are not deployed. (One that begins with a dot is none.)"""
_WORDS = re.compile(r"[-_.]+")
_PROSE = re.compile(
    r"(?:.*\.(?:md|mdx|markdown|rst|adoc|txt|png|jpe?g|gif|svg|drawio|puml)|LICEN[CS]E.*|NOTICE"
    r"|OWNERS|CODEOWNERS|README.*|CHANGELOG.*)",
    re.IGNORECASE,
)
_NAMES = ("-z", "--name-only", "--first-parent", "--diff-merges=first-parent", "--format=%x00%H")


def unclaimed_notices(
    git: Git, claims: Claims, records: Sequence[ServiceRecord], branches: Iterable[str]
) -> list[Notice]:
    """Return a note for each folder that pending changes touch, and that nobody claims.

    Pending is what the mains of *records* have and production has not, and the tips *branches*.

    Files at the top, documents and tests are nobody's, and that surprises nobody.
    """
    if any(claim.path == WHOLE for claim in claims.services.values()):
        return []
    touched: Counter[str] = Counter()
    for paths in _touched(git, claims, records, branches):
        touched.update(set(_unclaimed(paths, claims)))
    return list(_notices(touched))


def absent_inputs(git: Git, root: ServiceRoot, commit: str) -> Iterator[Notice]:
    """Yield a note for each declared input that is not there at *commit*: it may be misspelt."""
    declared = [said for said in root.inputs if not said.startswith(("!", "/"))]
    for said in declared if root.path != WHOLE else ():
        path = said.removeprefix("./").rstrip("/")
        is_glob = "*" in path or "?" in path
        words = ("ls-tree", "--name-only", "-z", "--full-tree", commit, "--", path)
        if not is_glob and not git.text(*words):
            yield Notice(
                f"{root.service}: {root.repository} has no '{path}', which its `inputs` name;"
                " if it is not to come yet, correct them in relplan.toml"
            )


def _notices(touched: Counter[str]) -> Iterator[Notice]:
    ranked = sorted(touched.items(), key=lambda item: (-item[1], item[0]))
    for path, changes in ranked[:_MOST]:
        folder = "".join(sign if sign.isprintable() else " " for sign in path)
        touch = "touches" if changes == 1 else "touch"
        yield Notice(
            f"{folder}, which {counted(changes, 'pending change')} {touch}, belongs to no service;"
            f' add it to the `inputs` of those that are built from it: inputs = ["{folder}"]'
        )
    left = len(ranked) - _MOST
    if left > 0:
        more, belong = counted(left, "more folder"), "belongs" if left == 1 else "belong"
        yield Notice(f"{more} that pending changes touch {belong} to no service, either")


def _touched(
    git: Git, claims: Claims, records: Sequence[ServiceRecord], branches: Iterable[str]
) -> Iterator[list[str]]:
    """Yield for each pending commit its files that no folder of a service holds."""
    tips = {*branches, *(record.main_commit for record in records)}
    bounds = list(dict.fromkeys(one.read_from or one.main_commit for one in records))
    if len(bounds) > 1:
        base = git.attempt("merge-base", "--octopus", *bounds)
        bounds = [base] if base else []
    held = sorted(path for path in claims.wanted if not path.endswith("/*"))
    wanted = [*sorted(tips), *(f"^{bound}" for bound in bounds), "--", "."]
    asked = [*wanted, *(f":(top,exclude,literal){path}" for path in held)]
    stdin = "".join(f"{line}\n" for line in asked if "\n" not in line)
    output = decode(
        git.run("log", *_NAMES, *LOG_OPTIONS, *DIFF_OPTIONS, "--stdin", stdin=_bytes(stdin))
    )
    names: list[str] = []
    for piece in output.split("\0"):
        if not piece:
            yield names
            names = []
        else:
            names.append(piece.removeprefix("\n"))
    yield names


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _unclaimed(paths: Collection[str], claims: Claims) -> Iterator[str]:
    """Yield the outermost folder around each file in which nobody claims anything."""
    for path in paths:
        *folders, name = path.split("/")
        if not folders or _PROSE.fullmatch(name) or claims.touched([path]):
            continue
        if any(map(_is_aside, folders)):
            continue
        yield _outermost(path, claims.around)


def _is_aside(folder: str) -> bool:
    return folder.startswith(".") or not _ASIDE.isdisjoint(_WORDS.split(folder.lower()))


def _outermost(path: str, claimed: Collection[str]) -> str:
    parts = path.split("/")
    for end in range(1, len(parts)):
        folder = "/".join(parts[:end])
        if folder not in claimed:
            return folder
    return path
