"""Says which folders pending changes touch though they belong to no service."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from relplan.model.counting import counted
from relplan.model.scan import Notice, ServiceScan
from relplan.sources.git.claims import WHOLE, Claims
from relplan.sources.git.safe import DIFF_OPTIONS, LOG_OPTIONS, Git
from relplan.sources.git.text import decode

_MOST = 8
"""Folders that are named, those that most changes touch."""
_ASIDE = frozenset(
    "doc docs documentation website site test tests e2e testing testdata example examples sample"
    " samples demo demos benchmark benchmarks hack scripts tools tooling ci licenses images img"
    " screenshots node_modules vendor third_party changelog changelogs rfcs adr".split()
)
"""Folders of what is not deployed. (What begins with a dot is none, either.)"""
_PROSE = re.compile(
    r"(?:.*\.(?:md|mdx|markdown|rst|adoc|txt|png|jpe?g|gif|svg|drawio|puml)|LICEN[CS]E.*|NOTICE"
    r"|OWNERS|CODEOWNERS|README.*|CHANGELOG.*)",
    re.IGNORECASE,
)
_NAMES = ("-z", "--name-only", "--first-parent", "--diff-merges=first-parent", "--format=%x00%H")


def unclaimed_notices(git: Git, claims: Claims, scans: Sequence[ServiceScan]) -> list[Notice]:
    """Return a note for each folder that pending changes touch, and that nobody claims.

    Files at the top, documents and tests are nobody's, and that surprises nobody.
    """
    if any(claim.path == WHOLE for claim in claims.services.values()):
        return []
    touched: Counter[str] = Counter()
    for paths in _touched(git, claims, scans):
        touched.update(set(_unclaimed(paths, claims)))
    return list(_notices(touched))


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


def _touched(git: Git, claims: Claims, scans: Sequence[ServiceScan]) -> Iterator[list[str]]:
    """Yield for each pending commit its files that no folder of a service holds."""
    records = [scan.record for scan in scans if scan.record.main_commit]
    tips = {change.commit for scan in scans for change in scan.open}
    tips.update(record.main_commit for record in records)
    bounds = list(dict.fromkeys(record.baseline_commit for record in records))
    if len(bounds) > 1:
        base = git.attempt("merge-base", "--octopus", *bounds)
        bounds = [base] if base else []
    if not tips:
        return
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
        if any(folder.startswith(".") or folder.lower() in _ASIDE for folder in folders):
            continue
        yield _outermost(path, claims.around)


def _outermost(path: str, claimed: Collection[str]) -> str:
    parts = path.split("/")
    for end in range(1, len(parts)):
        folder = "/".join(parts[:end])
        if folder not in claimed:
            return folder
    return path
