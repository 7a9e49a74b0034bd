"""A note of how far a scan is, for whoever looks at the plan meanwhile; nothing waits for it."""

import json
from dataclasses import asdict

from relplan.model.value import value


@value()
class ScanNote:
    """How far a scan is."""

    process: int
    who: str
    repository: str
    doing: str
    met: int
    """Repositories that it has begun with."""
    of: int
    """All of them."""


def text_of(note: ScanNote) -> str:
    """Return *note* as text, for `note_of`."""
    return json.dumps(asdict(note))


def note_of(text: str | bytes) -> ScanNote | None:
    """Return the note that *text* is; None: it is none."""
    try:
        note = ScanNote(**json.loads(text))
    except (ValueError, TypeError, RecursionError):
        return None
    numbers = (note.process, note.met, note.of)
    texts = (note.who, note.repository, note.doing)
    good = all(type(one) is int for one in numbers) and all(type(one) is str for one in texts)
    return note if good and 0 < note.process < 2**31 else None
