"""Reads XML that is not trusted. A document type is refused, and with it each entity."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from relplan.contracts.bounds import BoundReachedError, UnreadableError, check_size
from relplan.contracts.reading.toml import LARGEST

_DEEPEST = 60
_MOST_ROUNDS = 8
"""Properties that are made of properties."""
_LONGEST = 1_000
"""Characters of a value with its properties filled in."""


@dataclass(slots=True)
class Element:
    """An element, without namespaces."""

    tag: str
    line: int
    text: str = ""
    below: "list[Element]" = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)

    def all(self, *tags: str) -> "Iterator[Element]":
        """Yield the elements at *tags* below this one."""
        if not tags:
            yield self
            return
        for element in self.below:
            if element.tag == tags[0]:
                yield from element.all(*tags[1:])

    def first(self, *tags: str) -> "Element | None":
        """Return the first element at *tags*; None where there is none."""
        return next(self.all(*tags), None)

    def value(self, *tags: str) -> str:
        """Return the text of the first element at *tags*; empty where there is none."""
        found = self.first(*tags)
        return found.text.strip() if found else ""


def read_xml(path: str, content: bytes) -> Element:
    """Return the outermost element. Raises UnreadableError."""
    check_size(path, content, LARGEST)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    top = Element("", 0)
    open_ = [top]

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(open_) > _DEEPEST:
            raise BoundReachedError(
                "nested too deeply to be understood", path, parser.CurrentLineNumber
            )
        tag = name.rpartition(":")[2]
        element = Element(tag, parser.CurrentLineNumber, attributes=attributes)
        open_[-1].below.append(element)
        open_.append(element)

    def refuse(*_: object) -> None:
        raise UnreadableError("has a document type, so not read", path, parser.CurrentLineNumber)

    def add(text: str) -> None:
        pieces.setdefault(id(open_[-1]), []).append(text)

    def end(_: str) -> None:
        element = open_.pop()
        element.text = "".join(pieces.pop(id(element), ()))

    pieces: dict[int, list[str]] = {}
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = add
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        why = expat.ErrorString(error.code)
        raise UnreadableError(f"not valid XML: {why}", path, error.lineno) from None
    except (LookupError, ValueError):  # an encoding that Python does not have
        raise UnreadableError("in an unknown encoding", path, 1) from None
    finally:
        let_go(parser)
    return top.below[0]


def let_go(parser: expat.XMLParserType) -> None:
    """Take from *parser* what it calls, and with it all that was read.

    They hold each other, and a command does not look for garbage.
    """
    parser.StartElementHandler = parser.EndElementHandler = None
    parser.CharacterDataHandler = None
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = None


def filled(text: str, hole: re.Pattern[str], properties: Mapping[str, str]) -> str:
    """Return *text* with those *properties* that are known in the places of the holes.

    The first group of *hole* is the property's name.
    """
    for _ in range(_MOST_ROUNDS):
        made = hole.sub(lambda found: properties.get(found[1], found[0]), text)
        if made == text or len(made) > _LONGEST:
            break
        text = made
    return text
