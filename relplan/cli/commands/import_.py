"""``import``: review states from a forge's own printout."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from relplan.cli.bench import scanned_bench
from relplan.cli.exits import EXIT_DONE
from relplan.cli.options import Argument, Json, Option
from relplan.cli.output import say, say_json, warn
from relplan.model.change import State
from relplan.model.errors import RelplanError

if TYPE_CHECKING:
    from relplan.app.importing import Imported, ImportReport

SCHEMA = "relplan.import/1"
_SHOWN = 20
"""Reviews that are named one by one on stderr."""
_STANDARD_INPUT = "-"


def import_(
    file: Annotated[Path, Argument(metavar="FILE", help="The printout; -: standard input.")],
    dry_run: Annotated[bool, Option("--dry-run", help="Only say what it would do.")] = False,
    json: Json = False,
) -> int:
    """Take review states from what gh, glab or Gerrit printed."""
    from relplan.app.importing import import_reviews

    name, content = _read(str(file))
    with scanned_bench() as bench:
        report = import_reviews(bench, name, content, dry_run=dry_run)
    if json:
        say_json(_document(report, dry_run))
        return EXIT_DONE
    verb = "would set" if dry_run else "set"
    for one in report.reviews:
        for change, state in one.set:
            say(f"{verb} {change} {state}: {one.review.name}, {one.problem or one.review.why}")
        for change in one.gone:
            over = "merged" if one.review.state is State.MERGED else "closed"
            would = "would no longer be" if dry_run else "is no longer"
            say(f"{change} {would} pending: {one.review.name} is {over}")
    if report.nameless:
        warn(
            f"note: reviews that have no address: {report.nameless}; their bases, dependencies and"
            " ends are not kept; print the field `url`, too"
        )
    for broken in report.broken:
        warn(f"note: {broken}: left out")
    _narrate([one for one in report.reviews if one.problem and not one.set])
    say(_summary(report))
    return EXIT_DONE


def _read(file: str) -> tuple[str, bytes]:
    if file == _STANDARD_INPUT:
        return "standard input", sys.stdin.buffer.read()
    try:
        path = Path(file)
        if path.exists() and not path.is_file():
            raise RelplanError(f"{file} is no file", "name a printout, or - for standard input")
        return file, path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a path"
        hint = "name a printout, or - for standard input"
        raise RelplanError(f"{file} cannot be read: {reason}", hint) from None


def _narrate(reviews: list[Imported]) -> None:
    for one in reviews[:_SHOWN]:
        title = f" ({one.review.title})" if one.review.title else ""
        warn(f"note: {one.review.name}{title}: {one.problem}")
    if len(reviews) > _SHOWN:
        warn(f"note: and {len(reviews) - _SHOWN} more; `--json` has them all")


def _summary(report: ImportReport) -> str:
    """Return the counts; each review counts once."""
    total = len(report.reviews)
    ready = sum(1 for one in report.reviews if (_state_set(one)) is State.READY)
    progress = sum(1 for one in report.reviews if _state_set(one) is State.IN_PROGRESS)
    lost = len(report.unmatched)
    same = total - ready - progress - lost
    said = [
        f"{ready} set ready" if ready else "",
        f"{progress} to in-progress" if progress else "",
        f"{same} as before" if same else "",
        f"{lost} {'match' if lost > 1 else 'matches'} no change" if lost else "",
    ]
    counts = ", ".join(filter(None, said))
    return f"{total} {'review' if total == 1 else 'reviews'}" + (f": {counts}" if counts else "")


def _state_set(one: Imported) -> State | None:
    return one.set[0][1] if one.set else None


def _document(report: ImportReport, dry_run: bool) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "dry_run": dry_run,
        "reviews": [
            {
                "forge": one.review.forge,
                "url": one.review.url or None,
                "repository": one.review.repository or None,
                "branch": one.review.branch or None,
                "change_id": one.review.change_id or None,
                "state": one.review.state.value if one.review.state else None,
                "closed": one.review.closed,
                "why": one.review.why,
                "changes": list(one.changes),
                "set": [{"change": change, "state": state.value} for change, state in one.set],
                "gone": list(one.gone),
                "base": one.review.target or None,
                "holds": list(one.review.holds),
                "depends_on": [dependency.ref for dependency in one.review.depends_on],
                "problem": one.problem or None,
            }
            for one in report.reviews
        ],
        "broken": list(report.broken),
    }
