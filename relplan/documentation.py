"""The pages about relplan that ship inside it, as Markdown."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from relplan.model.errors import UnknownNameError
from relplan.model.nearest import meant

_FOLDER = Path(__file__).resolve().parent / "docs"
TOPICS = (
    "tour", "words", "semantics", "pending", "contracts", "units", "flags", "reviews", "windows",
    "notes", "ci", "shared-plan", "assistants", "json", "architecture", "extending", "decisions",
)  # fmt: skip
"""In the order in which a newcomer would read them."""
_ALSO = {"store": "shared-plan"}
"""What somebody may look for who does not know what a page is called."""


@dataclass(frozen=True, slots=True)
class Page:
    """One of them."""

    topic: str
    title: str
    text: str


@cache
def pages() -> tuple[Page, ...]:
    """Return all pages, in the order in which a newcomer would read them."""
    found = []
    for topic in TOPICS:
        text = (_FOLDER / f"{topic}.md").read_text("utf-8")
        found.append(Page(topic, text.partition("\n")[0].removeprefix("# "), text))
    return tuple(found)


def find_page(topic: str) -> Page:
    """Return the page about *topic*, or the only one whose topic begins so.

    Raises UnknownNameError where there is none.
    """
    topic = _ALSO.get(topic, topic)
    found = [page for page in pages() if page.topic == topic] or [
        page for page in pages() if page.topic.startswith(topic)
    ]
    if len(found) == 1:
        return found[0]
    hint = meant(topic, TOPICS, "`relplan help` lists them")
    raise UnknownNameError(f"no page is about '{topic}'", hint)
