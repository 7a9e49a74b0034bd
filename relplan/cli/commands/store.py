"""``relplan store``: the copies of what people decided, and a whole store's way elsewhere."""

from pathlib import Path
from typing import Annotated

import typer

from relplan.cli.exits import EXIT_DONE
from relplan.cli.options import Argument, Json
from relplan.cli.output import say, say_json, say_table, warn
from relplan.model.copy import Copy, Why
from relplan.model.counting import counted

stores = typer.Typer(
    help="The dated copies of what people decided, how to get them back, and a store's move.",
    rich_markup_mode=None,
    add_completion=False,
)
SCHEMA = "relplan.store-copies/1"
_WHY = {
    Why.DAILY: "taken that day",
    Why.UPGRADE: "before a new schema",
    Why.REPLACED: "replaced by a copy",
}


@stores.command("copies")
def store_copies(json: Json = False) -> int:
    """List the copies, newest first. One is taken each day, and before each new schema."""
    from relplan.app.restoring import FIRST_COPY, copies_in

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


@stores.command("restore")
def store_restore(
    copy: Annotated[
        str | None,
        Argument(
            metavar="[COPY]", help="Its name, or how that begins; else the newest that was taken."
        ),
    ] = None,
) -> int:
    """Bring back what people decided, from a copy; the store that it replaces is kept as one more.

    Works on a damaged store, too. What was scanned comes back by `relplan scan`.
    """
    from relplan.app.restoring import restore

    restored = restore(Path(), copy)
    found = restored.copy
    say(f"restored {found.name}: {_decisions(found)}, until {found.at:%Y-%m-%d %H:%M}")
    if restored.kept is not None:
        say(f"what it replaced is kept as {restored.kept.stem}")
    if found.why is not Why.REPLACED:
        warn("run `relplan scan`: a copy holds what people decided, not what git says")
    return EXIT_DONE


@stores.command("copy")
def store_copy(
    source: Annotated[
        str, Argument(metavar="FROM", help="The path of a store's file, or postgresql://…")
    ],
    target: Annotated[str, Argument(metavar="TO", help="The same, of a place without a store.")],
) -> int:
    """Copy a whole store, what is scanned and what is decided, such as from a file to a server."""
    from relplan.app.copying import copy_whole

    copied = copy_whole(source, target)
    changes, steps = counted(copied.changes, "change"), counted(copied.decisions, "decision")
    say(f"copied {changes} and {steps} to {copied.place}")
    warn(f'to use it: store = "{copied.place}" in [workspace] of relplan.toml, or RELPLAN_STORE')
    return EXIT_DONE
