"""Routes of JAX-RS: Jersey, RESTEasy, Quarkus, Dropwizard."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from relplan.contracts.routes.frameworks.classes import Code, place_of, told, unseen
from relplan.contracts.routes.frameworks.jvm import Annotation, JvmClass
from relplan.contracts.routes.frameworks.settings import (
    SetUp,
    plain_name,
)
from relplan.contracts.routes.paths import joined
from relplan.contracts.routes.route import Route, Served, Unclear

_WORDS = re.compile(
    rb"@Path\b|@ApplicationPath\b|\bws\.rs\b|setUrlPattern"
    rb"|\b(?:static final String|const val)\b[^\n]{0,200}/"
)
_VERBS = frozenset("GET POST PUT PATCH DELETE HEAD OPTIONS".split())
_IS_JAX_RS = re.compile(r"\bimport\s+(?:javax|jakarta)\.ws\.rs\b")
_CLIENT = "RegisterRestClient"
_ROOTS = ("quarkus.http.root-path", "server.servlet.context-path")
_PATHS = ("quarkus.rest.path", "quarkus.resteasy.path", "spring.jersey.application-path")
_PATTERN = re.compile(r"setUrlPattern\s*\(\s*(\"[^\"\n]*\")?")


class JaxRs(SetUp):
    """Resources by their annotations."""

    name = "jax-rs"
    words = _WORDS

    def read(self, files: Mapping[str, bytes]) -> Served:
        """Return the routes of all resources."""
        code = Code(files)
        before = _before_all(code)
        found = [one for each in code.classes for one in _of_class(code, each, before)]
        return Served.of(found)


def _before_all(code: Code) -> Sequence[str | None]:
    """Return what stands before all paths; None: it is set, and not known."""
    roots = list(_set(code, _ROOTS))
    applied: list[str | None] = []
    for one in code.classes:
        said = one.annotation("ApplicationPath")
        applied += code.paths(said, one.file, "", "value") if said else ()
    for file in code.by_file.values():
        for match in _PATTERN.finditer(file.code):
            applied.append(match[1][1:-1].rstrip("*") if match[1] else None)
    if not applied:
        applied += _set(code, _PATHS)
    if len(set(applied)) > 1 or None in applied:
        return (None,)
    return (joined(*roots[:1], *(one or "" for one in applied[:1])),)


def _set(code: Code, names: Iterable[str]) -> Iterator[str]:
    for name in map(plain_name, names):
        if name in code.settings:
            yield code.filled(code.settings[name])


def _of_class(code: Code, one: JvmClass, before: Sequence[str | None]) -> Iterator[Route | Unclear]:
    if one.kind == "interface" or one.annotation(_CLIENT) is not None:
        return
    above = [each for each in code.above(one) if each.annotation(_CLIENT) is None]
    rooted = next((each for each in (one, *above) if each.annotation("Path")), None)
    if rooted is None:
        if _IS_JAX_RS.search(code.by_file[one.file].code):
            yield from unseen(code, one, (one, *above), before)
        return
    said = rooted.annotation("Path")
    roots = code.paths(said, rooted.file, "", "value") if said else ("",)
    prefixes = [
        None if start is None or root is None else joined(start, root)
        for start in before
        for root in roots
    ]
    for each in (one, *above):
        for annotations in each.methods:
            yield from _of_method(code, each, annotations, prefixes)
    yield from unseen(code, one, (one, *above), prefixes)


def _of_method(
    code: Code, one: JvmClass, annotations: Sequence[Annotation], prefixes: Sequence[str | None]
) -> Iterator[Route | Unclear]:
    verbs = [said for said in annotations if said.name in _VERBS]
    path = next((said for said in annotations if said.name == "Path"), None)
    if not verbs and path is None:
        return
    paths = code.paths(path, one.file, "", "value") if path else ("",)
    place = place_of(one, path or verbs[0])
    if verbs:
        yield from told([said.name for said in verbs], prefixes, paths, place)
        return
    for prefix in prefixes:  # what it returns serves the rest
        for known in paths:
            yield Unclear(one.file, place.line, place.text, joined(prefix or "", known or ""))
