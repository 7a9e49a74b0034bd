"""Routes of Spring MVC and WebFlux, in Java and Kotlin."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from relplan.contracts.routes.frameworks.classes import (
    Code,
    Place,
    place_of,
    plain_path,
    told,
    unseen,
)
from relplan.contracts.routes.frameworks.jvm import Annotation, JvmClass, argument
from relplan.contracts.routes.frameworks.settings import (
    SetUp,
    plain_name,
)
from relplan.contracts.routes.paths import joined, unknown
from relplan.contracts.routes.route import Route, Served, Unclear

_WORDS = re.compile(
    rb"@\w*(?:Controller\b|RequestMapping|RepositoryRestResource|(?:Get|Post|Put|Patch|Delete)Mapping)"
    rb"|\bregisterMapping\b|\bSimpleUrlHandlerMapping\b|\bServletRegistrationBean\b|\baddUrlMappings\b"
    rb"|\bRouterFunction|\bcoRouter\b|\brouter\s*\{"
    rb"|\b(?:static final String|const val)\b[^\n]{0,200}/"
)
_MAPPINGS = {
    "GetMapping": "GET", "PostMapping": "POST", "PutMapping": "PUT", "PatchMapping": "PATCH",
    "DeleteMapping": "DELETE", "RequestMapping": "",
}  # fmt: skip
_CLIENTS = ("FeignClient", "HttpExchange")
_CONTROLLERS = frozenset({"Controller", "RestController"})
_BEFORE_ALL = (
    "server.servlet.context-path", "server.context-path", "spring.mvc.servlet.path",
    "spring.webflux.base-path",
)  # fmt: skip
_REGISTERS = re.compile(
    r"\b(?:registerMapping|SimpleUrlHandlerMapping|ServletRegistrationBean|addUrlMappings)\b[^\n;]{0,60}"
)
"""How a program registers what no annotation tells."""
_FUNCTION = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE)\s*\(\s*\"([^\"\n]{1,200})\"")
_NESTED = re.compile(r"\bnest\b|\bpath\s*\(|\.and\s*\(|\bcontentType\s*\(")
_DYNAMIC = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE)\s*\(\s*[A-Za-z_$][^\n]{0,60}")
_VERBS = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|TRACE)\b")


class Spring(SetUp):
    """Controllers by their annotations, and functions of a router."""

    name = "spring"
    words = _WORDS

    def read(self, files: Mapping[str, bytes]) -> Served:
        """Return the routes of all controllers."""
        code = Code(files)
        found = [
            *(one for each in code.classes for one in _of_class(code, each)),
            *(one for path in code.by_file for one in _functions(code, path)),
        ]
        before = _before_all(code)
        return Served.of([_below(one, before) for one in found])


def _below(one: Route | Unclear, before: str) -> Route | Unclear:
    """Return what is found below what stands *before* all paths."""
    if isinstance(one, Unclear):
        return replace(one, prefix=joined(before, one.prefix))
    return replace(one, path=joined(before, one.path))


def _before_all(code: Code) -> str:
    """Return what stands before all paths."""
    said = (code.settings.get(plain_name(name), "") for name in _BEFORE_ALL)
    return joined(*(code.filled(one) for one in said))


def _of_class(code: Code, one: JvmClass) -> Iterator[Route | Unclear]:
    """Yield the routes of a controller: its own, and those of what it extends and implements."""
    resource = one.annotation("RepositoryRestResource")
    if resource is not None:  # Spring Data serves what the repository has
        for path in code.paths(resource, one.file, "path"):
            yield Unclear(
                one.file, resource.line, f"@RepositoryRestResource {one.name}", joined(path or "")
            )
    if one.kind in ("annotation", "interface") or one.annotation(*_CLIENTS) is not None:
        return
    whole = (one, *code.above(one))
    if not any(map(_is_controller, whole)):
        return
    prefixes, methods = _of_whole(code, whole)
    for each in whole:
        mappings = [said for all_ in each.methods for said in all_ if said.name in _MAPPINGS]
        for said in mappings:
            own = _methods(said)
            paths = code.paths(said, each.file, "", "value", "path")
            yield from told(methods if own == ("",) else own, prefixes, paths, place_of(each, said))
    yield from unseen(code, one, whole, prefixes)


def _of_whole(code: Code, whole: Sequence[JvmClass]) -> tuple[Sequence[str | None], Sequence[str]]:
    """Return where all paths of a class begin, and the methods, as the nearest one says it."""
    for each in whole:
        said = each.annotation("RequestMapping")
        if said is not None:
            return code.paths(said, each.file, "", "value", "path"), _methods(said)
    return (_before_others(code, whole[0]),), ("",)


def _before_others(code: Code, one: JvmClass) -> str:
    """Return what stands before the paths of a class by an annotation that is not here: unknown."""
    names = [said.name for said in one.annotations if said.name.endswith("Controller")]
    if not _CONTROLLERS.isdisjoint(names) or any(map(code.named, names)):
        return ""
    return unknown(names[0]) if names else ""


def _is_controller(one: JvmClass) -> bool:
    names = {said.name for said in one.annotations}
    is_one = any(name.endswith("Controller") for name in names) or "RequestMapping" in names
    return is_one and names.isdisjoint(_CLIENTS)


def _methods(said: Annotation) -> Sequence[str]:
    method = _MAPPINGS[said.name]
    given = argument(said.arguments, "method") if not method else None
    return tuple(sorted(set(_VERBS.findall(given)))) or ("",) if given else (method,)


def _functions(code: Code, path: str) -> Iterator[Route | Unclear]:
    """Yield the routes that functions of a router declare; nested ones are not followed."""
    text = code.by_file[path].code
    for match in _REGISTERS.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        if not text[: match.start()].rpartition("\n")[2].startswith("import"):
            yield Unclear(path, line, match[0], "/")
    if not re.search(r"\bRouterFunction|\bcoRouter\b|\brouter\s*\{", text):
        return
    nested = _NESTED.search(text) is not None
    for pattern in (_FUNCTION, _DYNAMIC):
        for match in pattern.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            place = Place(path, line, match[0])
            known = None if nested or pattern is _DYNAMIC else plain_path(match[2])
            yield from told((match[1],), ("",), (known,), place)
