"""The controllers of ASP.NET Core: classes whose attributes say what they serve."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from relplan.contracts.reading.trees import below, text_of
from relplan.contracts.routes.frameworks.csharp import CSharp
from relplan.contracts.routes.frameworks.paths import HOLE
from relplan.contracts.routes.frameworks.points import Place, Point

if TYPE_CHECKING:
    from tree_sitter import Node

_VERBS = {
    f"Http{name.title()}": name
    for name in ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")
}
_TOKEN = re.compile(r"\[(controller|action|area)\]", re.IGNORECASE)
_MOST_BASES = 20


@dataclass(slots=True)
class _Attribute:
    name: str
    given: list[Any]
    place: Place

    @property
    def template(self) -> Any:
        """The path that it says; None where it says none."""
        return self.given[0] if self.given else None


@dataclass(slots=True, eq=False)
class _Action:
    name: str
    attributes: list[_Attribute]
    place: Place


@dataclass(slots=True, eq=False)
class _Class:
    name: str
    attributes: list[_Attribute]
    bases: list[str]
    is_abstract: bool
    actions: list[_Action] = field(default_factory=list)

    def said(self, name: str) -> list[_Attribute]:
        """Return its attributes of a name."""
        return [one for one in self.attributes if one.name == name]


class Controllers:
    """All classes that serve something for their attributes."""

    def __init__(self, program: CSharp) -> None:
        """Take note of what *program* holds."""
        self._program = program
        self._classes: dict[str, list[_Class]] = {}

    def add(self, node: "Node") -> None:
        """Take note of a class."""
        if node.type not in ("class_declaration", "record_declaration"):
            return
        bases = [one for child in below(node) if child.type == "base_list" for one in below(child)]
        made = _Class(
            text_of(node.child_by_field_name("name")),
            list(self._attributes(node)),
            [text_of(one).partition("<")[0].rpartition(".")[2] for one in bases],
            any(one.type == "modifier" and text_of(one) == "abstract" for one in below(node)),
        )
        for method in below(node.child_by_field_name("body")):
            if method.type == "method_declaration":
                name = text_of(method.child_by_field_name("name"))
                modifiers = {text_of(one) for one in below(method) if one.type == "modifier"}
                attributes = list(self._attributes(method))
                if attributes or ("public" in modifiers and "static" not in modifiers):
                    made.actions.append(_Action(name, attributes, self._program.place(method)))
        self._classes.setdefault(made.name, []).append(made)

    def _attributes(self, node: "Node") -> Iterator[_Attribute]:
        for one in (
            one for child in below(node) if child.type == "attribute_list" for one in below(child)
        ):
            name = text_of(one.child_by_field_name("name")).rpartition(".")[2]
            given = []
            for listed in below(one):
                for argument in below(listed) if listed.type == "attribute_argument_list" else ():
                    label = argument.child_by_field_name("name")
                    if label is None or text_of(label) == "template":
                        value = self._program.follow(below(argument)[-1])
                        given.append(value)
            yield _Attribute(name.removesuffix("Attribute"), given, self._program.place(one))

    def tell(self, points: list[Point]) -> None:
        """Register the routes of all controllers on *points*."""
        for listed in list(self._classes.values()):
            for one in listed:
                if not one.is_abstract:
                    self._controller(one, points)

    def _line(self, found: _Class) -> Iterator[_Class]:
        """Yield a class and those that it extends, as far as they are known."""
        seen = 0
        here: _Class | None = found
        while here is not None and seen < _MOST_BASES:
            yield here
            seen += 1
            known = [one for name in here.bases for one in self._classes.get(name, ())]
            here = known[0] if len(known) == 1 and known[0] is not here else None

    def _controller(self, found: _Class, points: list[Point]) -> None:
        line = list(self._line(found))
        routes = next((said for one in line if (said := one.said("Route"))), [])
        area = next((said[0].template for one in line if (said := one.said("Area"))), None)
        templates = [one.template for one in routes]
        is_partial = not routes and not any(one.said("ApiController") for one in line)
        for inner in line:
            for action in inner.actions:
                for method, own, place in _registered(action, templates):
                    tokens = {
                        "controller": found.name.removesuffix("Controller"),
                        "action": action.name.removesuffix("Async"), "area": area,
                    }  # fmt: skip
                    if is_partial and own is None:
                        continue  # by convention: where it is mapped says so
                    for above in templates or [""]:
                        path = _path(above, own, tokens)
                        for point in points:
                            self._program.table.add(point, method, path, place)


def _registered(action: _Action, templates: list[Any]) -> Iterator[tuple[str | None, Any, Place]]:
    """Yield the methods and templates that an action has; None: the class's own template."""
    verbs = [one for one in action.attributes if one.name in _VERBS]
    routes = [one for one in action.attributes if one.name == "Route"]
    accepts = [one for one in action.attributes if one.name == "AcceptVerbs"]
    if any(one.name == "NonAction" for one in action.attributes):
        return
    bare: list[str | None] = [_VERBS[one.name] for one in verbs if one.template is None]
    for one in accepts:
        bare += [value if isinstance(value, str) else None for value in one.given]
    for one in verbs:
        if one.template is not None:
            yield _VERBS[one.name], one.template, one.place
    for one in routes:
        for method in bare or ([""] if not verbs else []):
            yield method, one.template if one.template is not None else "", one.place
    if routes:
        return
    for method in bare:
        yield method, None, action.place
    by_name = any(isinstance(one, str) and "[action]" in one.lower() for one in templates)
    if by_name and not verbs and not accepts:
        yield "", None, action.place


def _path(above: Any, own: Any, tokens: dict[str, Any]) -> str | None:
    """Return the path of an action below its class's; None where it is not known."""
    own = "" if own is None else own
    if not isinstance(own, str) or own.startswith(HOLE):
        return None
    if own.startswith(("/", "~/")):
        whole = own.lstrip("~")
    elif not isinstance(above, str):
        return None
    else:
        whole = f"{above.removeprefix('~').strip('/')}/{own}"
    known = all(isinstance(tokens[one.lower()], str) for one in _TOKEN.findall(whole))
    return _TOKEN.sub(lambda one: tokens[one[1].lower()], whole) if known else None
