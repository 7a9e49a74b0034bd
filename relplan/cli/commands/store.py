"""``relplan store``: the copies of what people decided."""

from pathlib import Path

from relplan.app.restoring import FIRST_COPY, copies_in, restore
from relplan.cli.exits import EXIT_DONE
from relplan.cli.output import say, say_json, say_table, warn
from relplan.model.copy import Copy, Why
from relplan.model.counting import counted

SCHEMA = "relplan.store-copies/1"
_WHY = {
    Why.DAILY: "taken that day",
    Why.UPGRADE: "before a new schema",
    Why.REPLACED: "replaced by a copy",
}


def show_copies(json: bool) -> int:
    """Print the copies, newest first."""
    found = copies_in(Path())
    if json:
        say_json({"schema": SCHEMA, "copies": [_document(copy) for copy in found]})
        return EXIT_DONE
    if not found:
        warn(f"there is no copy yet; {FIRST_COPY}")
    say_table(
        [copy.name, f"{copy.at:%Y-%m-%d %H:%M}", _WHY[copy.why], _decisions(copy)] for copy in found
    )
    return EXIT_DONE


def _decisions(copy: Copy) -> str:
    return "cannot be read" if copy.decisions is None else counted(copy.decisions, "decision")


def _document(copy: Copy) -> dict[str, object]:
    return {
        "name": copy.name,
        "file": str(copy.path),
        "at": copy.at.isoformat(),
        "why": copy.why.value,
        "decisions": copy.decisions,
    }


def bring_back(name: str | None) -> int:
    """Restore a copy."""
    restored = restore(Path(), name)
    copy = restored.copy
    say(f"restored {copy.name}: {_decisions(copy)}, until {copy.at:%Y-%m-%d %H:%M}")
    if restored.kept is not None:
        say(f"what it replaced is kept as {restored.kept.stem}")
    if copy.why is not Why.REPLACED:
        warn("run `relplan scan`: a copy holds what people decided, not what git says")
    return EXIT_DONE
