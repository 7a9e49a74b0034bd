"""What one line of a deployment file says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Any

from relplan.contracts.reading.documents import Document

MOST_STATEMENTS = 1_000
"""In one file."""
_LONGEST = 500
"""Characters of a name or a version."""


class Subject(StrEnum):
    """What a version is of."""

    IMAGE = "image"
    CHART = "chart"
    """Mostly numbered by itself; it tells of a service only where no image does."""
    SOURCE = "source"
    """The repository that manifests are taken from."""


@dataclass(frozen=True, slots=True)
class Statement:
    """That something runs in a version."""

    subject: Subject
    names: tuple[str, ...]
    """What it is called, the surest first: an image without its tag, a chart, a URL."""
    version: str
    """A tag, version or revision; empty: none, or a digest alone."""
    path: str
    line: int
    text: str
    """What stands there, on one line."""
    environments: tuple[str, ...] = ()
    """Those that the statement itself names, by a namespace, say; empty: its file's."""
    covers: tuple[str, ...] = ()
    """Files, and folders whose files it overrides; those below a folder, too, that ends with a
    slash."""

    def overrides(self, other: "Statement") -> bool:
        """Tell whether it says what takes the place of what *other* says."""
        if other.path == self.path:
            return False
        folder = other.path.rpartition("/")[0] or "."
        return any(
            place in (other.path, folder) or (place[-1:] == "/" and other.path.startswith(place))
            for place in self.covers
        )


@dataclass(slots=True)
class Reading:
    """What one file says, and what of it could not be made out."""

    statements: list[Statement] = field(default_factory=list)
    doubts: list[tuple[int, str]] = field(default_factory=list)
    """Lines, and what is wrong there."""

    def add(self, found: Iterable[Statement]) -> None:
        """Add what is *found*, but for names that nothing has; at the end one too many."""
        for one in islice(found, MOST_STATEMENTS + 1 - len(self.statements)):
            if max(map(len, (*one.names, one.version))) <= _LONGEST:
                self.statements.append(one)


@dataclass(frozen=True, slots=True)
class Image:
    """A reference to a container image."""

    name: str
    tag: str = ""
    digest: str = ""

    @classmethod
    def parse(cls, text: str) -> "Image":
        """Take ``registry:5000/acme/orders:v1@sha256:…`` apart."""
        rest, _, digest = text.strip().partition("@")
        folder, slash, last = rest.rpartition("/")
        name, _, tag = _without_variables(last).partition(":")
        return cls(folder + slash + name, tag.replace(_COLON, ":"), digest)


_COLON = "\0"


def _without_variables(text: str) -> str:
    """Keep the colon of ``${TAG:-v1}`` from being taken for the one before a tag."""
    outside, kept = True, []
    for sign in text:
        outside = outside if sign not in "{}" else sign == "}"
        kept.append(_COLON if sign == ":" and not outside else sign)
    return "".join(kept)


def scalar(value: Any) -> str:
    """Return a version as text: YAML takes ``1.4`` for a number. Else nothing."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def is_larger(data: Any, most: int) -> bool:
    """Tell whether *data* holds more than *most* values. What is aliased counts each time."""
    ahead, count = [data], 0
    while ahead:
        value = ahead.pop()
        below = value.values() if isinstance(value, dict) else value
        if isinstance(value, dict | list):
            count += len(below)
            if count > most:
                return True
            ahead += [one for one in below if isinstance(one, dict | list)]
    return False


def one_line(text: str) -> str:
    """Return *text* as evidence shows it."""
    return " ".join(text.split())[:200]


def image_statement(
    document: Document,
    pointer: tuple[str, ...],
    text: str,
    environments: tuple[str, ...] = (),
) -> Iterator[Statement]:
    """Yield what the image reference *text* at *pointer* says."""
    image = Image.parse(text)
    if image.name:
        yield Statement(
            Subject.IMAGE,
            (image.name,),
            image.tag,
            document.path,
            document.line(pointer),
            one_line(f"image: {text}"),
            environments,
        )
