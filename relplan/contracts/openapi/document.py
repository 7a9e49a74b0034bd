"""Finds the operations of an OpenAPI document, and reads its parts without ever giving up."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from relplan.contracts.bounds import BoundReachedError, UnreadableError
from relplan.contracts.references import Node, References

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_T = TypeVar("_T")
_ROOT_KEY = re.compile(rb"^(?:\xef\xbb\xbf)?[\"']?(?:openapi|swagger)[\"']?[ \t]*:", re.MULTILINE)
_JSON_KEY = re.compile(rb"\"(?:openapi|swagger)\"\s*:\s*\"")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")

OperationKey = tuple[str, str]
"""Method and path, whatever the path's parameters are called."""


class Flavour(StrEnum):
    """Which specification a document follows."""

    SWAGGER_2 = "2.0"
    OPENAPI_30 = "3.0"
    OPENAPI_31 = "3.1"


def may_be_openapi(content: bytes) -> bool:
    """Tell by a cheap look whether a file may be an OpenAPI document: there are so many others."""
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _JSON_KEY.search(content) is not None
    return _ROOT_KEY.search(content) is not None


def flavour_of(root: Node) -> Flavour | None:
    """Return what a document says it follows; None where it is no OpenAPI document.

    Raises UnreadableError for a version that is not known.
    """
    value = root.value
    if not isinstance(value, dict) or not ("openapi" in value or "swagger" in value):
        return None
    version = str(value["openapi"] if "openapi" in value else value["swagger"])
    if "openapi" not in value and version.startswith("2"):
        return Flavour.SWAGGER_2
    if version.startswith("3.0") or version == "3":
        return Flavour.OPENAPI_30
    if version.startswith("3."):
        return Flavour.OPENAPI_31
    raise UnreadableError(f"version '{version[:20]}' of OpenAPI is not known", root.path, 1)


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path, or of a webhook."""

    method: str
    """In capitals."""
    template: str
    """The path as the document has it."""
    node: Node
    item: Node
    """The path that it stands in."""
    api: "Api" = field(repr=False, compare=False)
    """The document that it stands in."""

    @property
    def part(self) -> str:
        """The part of the contract that it is."""
        return f"{self.method} {self.template}"

    @property
    def key(self) -> OperationKey:
        """What is the same for the same operation, whatever its parameters are called."""
        return self.method, normalised(self.template)


def normalised(template: str) -> str:
    """Return a path with nameless parameters and no slash at its end."""
    return _PLACEHOLDER.sub("{}", template).rstrip("/") or "/"


def placeholders(template: str) -> list[str]:
    """Return the names of a path's parameters, in their order."""
    return [name[1:-1] for name in _PLACEHOLDER.findall(template)]


class Reader:
    """Reads one version. What cannot be understood is noted in ``faults``, and the rest goes on."""

    def __init__(self, references: References) -> None:
        """Follow *references*."""
        self.references = references
        self.faults: list[UnreadableError] = []
        self.kept: list[Any] = []
        """Values that were made: they must live as long as others remember them by their id."""

    def attempt(self, read: Callable[[], _T]) -> _T | None:
        """Return what *read* does; None, and a fault noted, where it raises UnreadableError."""
        try:
            return read()
        except BoundReachedError:
            raise
        except UnreadableError as error:
            self.faults.append(error)
            return None

    def follow(self, node: Node | None) -> Node | None:
        """Return the object that *node* is or refers to; None where there is none."""
        if node is None:
            return None
        self.references.budget.spend(4)
        found = self.attempt(lambda: self.references.follow(node))
        if found is not None and not isinstance(found.value, dict):
            self.fault("is no object", found)
            return None
        return found

    def entries(self, node: Node | None, *, extensible: bool = False) -> Iterator[tuple[str, Node]]:
        """Yield what stands under each key of an object, unfollowed.

        Of one that is *extensible*, ``x-…`` is no key; headers, say, have names like that.
        """
        if node is None or node.value is None:
            return
        if not isinstance(node.value, dict):
            self.fault("is no object", node)
            return
        for key, value in node.value.items():
            self.references.budget.spend()
            if not (extensible and key.startswith("x-")):
                yield key, Node(value, node.path, (*node.pointer, key))

    def objects(self, node: Node | None, *, extensible: bool = False) -> dict[str, Node]:
        """Return what stands under each key of an object, followed."""
        entries = self.entries(node, extensible=extensible)
        found = {key: self.follow(value) for key, value in entries}
        return {key: value for key, value in found.items() if value is not None}

    def items(self, node: Node | None) -> list[Node]:
        """Return the items of a list."""
        if node is None or node.value is None:
            return []
        if not isinstance(node.value, list):
            self.fault("is no list", node)
            return []
        self.references.budget.spend(len(node.value))
        return [
            Node(item, node.path, (*node.pointer, str(index)))
            for index, item in enumerate(node.value)
        ]

    def fault(self, what: str, node: Node) -> None:
        """Note that *node* cannot be understood."""
        name = node.pointer[-1] if node.pointer else "it"
        error = UnreadableError(f"'{name[:60]}' {what}", node.path, self.references.line(node))
        self.faults.append(error)

    def take_faults(self) -> list[UnreadableError]:
        """Return the faults noted since this was last asked."""
        taken, self.faults = self.faults, []
        return taken


@dataclass(frozen=True, slots=True)
class Api:
    """One OpenAPI document."""

    root: Node
    flavour: Flavour
    reader: Reader
    operations: dict[OperationKey, Operation] = field(default_factory=dict)
    """By their keys."""
    unread: set[str] = field(default_factory=set)
    """The paths, without the names of parameters, of which something could not be understood."""
    webhooks: dict[str, Operation] = field(default_factory=dict)
    """By method and name."""
    schemes: dict[str, Node] = field(default_factory=dict)
    """The security schemes, by their names."""

    @property
    def title(self) -> str:
        """The name that it gives itself."""
        node = self.root.get("info", "title")
        return str(node.value) if node and isinstance(node.value, str | int | float) else ""


def read_api(path: str, reader: Reader) -> Api | None:
    """Read the document at *path*; None where it is no OpenAPI document.

    Raises UnreadableError where it is one, but cannot be understood.
    """
    root = reader.references.root(path)
    flavour = flavour_of(root)
    if flavour is None:
        return None
    paths = root.get("paths")
    if paths is not None and not isinstance(paths.value, dict | None):
        raise UnreadableError("'paths' is no object", path, reader.references.line(paths))
    api = Api(root, flavour, reader)
    for operation in operations_under(paths, api):
        api.operations.setdefault(operation.key, operation)
    swagger = flavour is Flavour.SWAGGER_2
    schemes = ("securityDefinitions",) if swagger else ("components", "securitySchemes")
    api.schemes.update(reader.objects(root.get(*schemes)))
    if not swagger:
        for key in ("webhooks", "x-webhooks"):
            for operation in operations_under(root.get(key), api):
                api.webhooks.setdefault(operation.part, operation)
    return api


def operations_under(paths: Node | None, api: Api) -> Iterator[Operation]:
    """Yield the operations of all paths, or of what is built like paths."""
    for template, item in api.reader.entries(paths, extensible=True):
        yield from _operations_of(template, item, api)


def _operations_of(template: str, item: Node, api: Api) -> Iterator[Operation]:
    """Yield the operations of one path; what stands beside its reference comes first."""
    followed = api.reader.follow(item)
    if followed is None:
        api.unread.add(normalised(template))
    places = (item,) if followed is item else (item, followed)
    seen: set[str] = set()
    for place in places:
        if place is None or not isinstance(place.value, dict):
            continue
        for method in METHODS:
            if place.value.get(method) is None or method in seen:
                continue
            seen.add(method)
            operation = api.reader.follow(place.get(method))
            if operation is None:
                api.unread.add(normalised(template))
            else:
                yield Operation(method.upper(), template, operation, place, api)
