"""Reads Liquibase's change logs, in XML, YAML or JSON, as one kind of tree."""

import hashlib
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from relplan.contracts.bounds import UnreadableError, decoded
from relplan.contracts.reading.documents import Document, read_document
from relplan.contracts.reading.xml import let_go

_LARGEST = 8_000_000
_DEEPEST = 60


@dataclass(slots=True)
class Tag:
    """An element, or in YAML and JSON a key with what it holds."""

    name: str
    attributes: dict[str, str]
    line: int
    below: list["Tag"] = field(default_factory=list)
    text: str = ""

    def child(self, name: str) -> "Tag | None":
        """Return the first tag of that name below this one."""
        return next((tag for tag in self.below if tag.name == name), None)

    def of(self, name: str) -> str:
        """Return an attribute; empty where it is not given."""
        return self.attributes.get(name, "")


_NOT_COUNTED = frozenset({"validCheckSum", "comment", "rollback", "preConditions"})


def digest(tag: Tag) -> str:
    """Return what two tags have in common that do the same, however they are laid out."""
    found = hashlib.sha256()
    ahead = [tag]
    while ahead:
        here = ahead.pop()
        told = (here.name, sorted(here.attributes.items()), here.text.split())
        found.update(repr(told).encode("utf-8", "replace"))
        ahead += [below for below in here.below if below.name not in _NOT_COUNTED]
    return found.hexdigest()


def read_xml(path: str, content: bytes) -> Tag:
    """Read an XML file. Raises UnreadableError, too, where it declares a DTD or an entity."""
    decoded(path, content, _LARGEST)
    reader = _XmlReader(path)
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as error:
        problem = expat.ErrorString(error.code)
        raise UnreadableError(f"not valid XML: {problem}", path, error.lineno) from None
    except (ValueError, LookupError):
        raise UnreadableError("not valid XML", path) from None
    finally:
        let_go(reader.parser)
    return reader.root


class _XmlReader:
    def __init__(self, path: str) -> None:
        self._path = path
        self.root = Tag("", {}, 1)
        self._open = [self.root]
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) > _DEEPEST:
            raise self._error("nested too deeply to be understood")
        tag = Tag(name.rpartition(":")[2], attributes, self.parser.CurrentLineNumber)
        self._open[-1].below.append(tag)
        self._open.append(tag)

    def _end(self, name: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        self._open[-1].text += text

    def _refuse(self, *_: object) -> None:
        raise self._error("it declares a DTD or an entity, which is not read")

    def _error(self, what: str) -> UnreadableError:
        return UnreadableError(what, self._path, self.parser.CurrentLineNumber)


def read_yaml_or_json(path: str, content: bytes) -> Tag:
    """Read a YAML or JSON file. Raises UnreadableError."""
    document = read_document(path, content)
    root = Tag("", {}, 1)
    _Grower(document).grow(root, document.data, ())
    return root


class _Grower:
    """Makes tags of data; what an alias repeats grows again, so it counts what it makes."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._left = 200_000

    def grow(self, tag: Tag, value: Any, pointer: tuple[str, ...]) -> None:
        self._left -= 1
        if self._left < 0 or len(pointer) > _DEEPEST:
            raise UnreadableError("too large to be understood", self._document.path)
        if isinstance(value, dict):
            for key, below in value.items():
                self._grow_key(tag, key, below, (*pointer, key))
        elif isinstance(value, list):
            for index, item in enumerate(value):
                self.grow(tag, item, (*pointer, str(index)))

    def _grow_key(self, tag: Tag, key: str, value: Any, pointer: tuple[str, ...]) -> None:
        if isinstance(value, dict | list):
            line = self._document.line(pointer) if key in _PLACED else tag.line
            below = Tag(key, {}, line)
            tag.below.append(below)
            self.grow(below, value, pointer)
        elif value is not None:
            text = str(value).lower() if isinstance(value, bool) else str(value)
            tag.attributes[key] = text
            tag.below.append(Tag(key, {}, tag.line, text=text))


_PLACED = frozenset({"changeSet"})
"""The tags whose lines are looked for; those below stand near."""
