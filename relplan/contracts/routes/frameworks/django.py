"""Routes of Django: URL patterns, what they include, and routers of Django REST framework."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from relplan.contracts.routes.frameworks.django_routers import GAP, Routers, of_expression
from relplan.contracts.routes.frameworks.python import (
    Modules,
    argument,
    dotted,
    last_name,
    line_of,
    text_of,
)
from relplan.contracts.routes.frameworks.viewsets import actions_of
from relplan.contracts.routes.paths import joined
from relplan.contracts.routes.route import Framework, Route, Served, Unclear

_WORDS = re.compile(
    rb"\burlpatterns\b|\bROOT_URLCONF\b|\brest_framework\b|\bDefaultRouter\b|\bSimpleRouter\b"
    rb"|View[Ss]et"
)
_PATHS = frozenset({"path", "re_path", "url"})
_WRAPPERS = frozenset({"i18n_patterns", "format_suffix_patterns", "tuple", "list"})
_QUIET = frozenset({"static", "staticfiles_urlpatterns"})
"""What serves files, and no API."""
_VARIABLE = re.compile(r"<(?:(\w+):)?(\w+)>")
_DEEPEST = 10
_MOST = 5_000
"""Routes: what includes itself has no end of them."""


class Django(Framework):
    """Django and Django REST framework."""

    name = "django"

    def may_serve(self, path: str, content: bytes) -> bool:
        """Tell whether a file has URL patterns, says where they begin, or has sets of views."""
        return path.endswith(".py") and _WORDS.search(content) is not None

    def read(self, files: Mapping[str, bytes]) -> Served:
        """Return the routes of all URL patterns, below those that include them."""
        return _Reading(Modules(files)).served()


@dataclass(frozen=True, slots=True)
class _At:
    """Where patterns stand."""

    file: str
    prefix: str | None
    """None: it is not known."""
    deep: int = 0

    def below(self, path: str | None, file: str = "") -> "_At":
        known = self.prefix is not None and path is not None
        prefix = joined(self.prefix or "", path or "") if known else None
        return _At(file or self.file, prefix, self.deep + 1)


class _Reading:
    """One look at the URL patterns of a service."""

    def __init__(self, modules: Modules) -> None:
        self._modules = modules
        self._routers = Routers(modules)
        self._included: set[str] = set()
        self._found: list[Route | Unclear] = []

    def served(self) -> Served:
        having = [file for file, one in self._modules.all.items() if "urlpatterns" in one.values]
        for file in having:
            self._included.update(self._includes(file))
        said = [self._root_of(file) for file in self._modules.all]
        roots = [file for file in said if file] or sorted(set(having) - self._included)
        for file in dict.fromkeys(roots):
            self._patterns_of(_At(file, ""))
        read = {one.file for one in self._found}
        for file in sorted(set(having) - read - set(roots)):
            if not said:
                self._patterns_of(_At(file, None))
        return Served.of(self._found)

    def _root_of(self, file: str) -> str:
        values = self._modules.all[file].values.get("ROOT_URLCONF", ())
        name = self._modules.text(values[0], file) if values else None
        return self._modules.file_of(name, file) if name else ""

    def _includes(self, file: str) -> Iterator[str]:
        for node in self._modules.all[file].nodes:
            if isinstance(node, ast.Call) and last_name(node.func) == "include" and node.args:
                yield from self._module_in(node.args[0], file)

    def _module_in(self, node: ast.expr, file: str) -> Iterator[str]:
        """Yield the file of the module that is included, by its name or by itself."""
        first = node.elts[0] if isinstance(node, ast.Tuple) and node.elts else node
        name = self._modules.text(first, file)
        if name is None and isinstance(first, ast.Name | ast.Attribute):
            said, attribute = self._modules.all[file].imports.get(last_name(first), ("", ""))
            name = (
                f"{said}.{attribute}".strip(".")
                if not said.startswith(".")
                else f"{said}{attribute}"
            )
        found = self._modules.file_of(name, file) if name else ""
        if found and "urlpatterns" in self._modules.all[found].values:
            yield found

    def _patterns_of(self, at: _At) -> None:
        for value in self._modules.all[at.file].values.get("urlpatterns", ()):
            self._patterns(value, at)
        for node in self._modules.all[at.file].nodes:
            if isinstance(node, ast.Call):
                self._extended(node, at)

    def _extended(self, call: ast.Call, at: _At) -> None:
        """Note ``urlpatterns.append(path(…))``, and who is given the list and is not read."""
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        if owner is not None and dotted(owner) == "urlpatterns" and call.args:
            is_list = last_name(call.func) == "extend"
            self._patterns(call.args[-1] if is_list else ast.List([call.args[-1]]), at)
        elif last_name(call.func) not in _WRAPPERS and any(
            dotted(one) == "urlpatterns" for one in call.args
        ):
            self._unclear(call, at)

    def _patterns(self, node: ast.expr, at: _At) -> None:
        """Note what a list of patterns serves, however it is put together."""
        if at.deep > _DEEPEST or len(self._found) > _MOST:
            return
        if isinstance(node, ast.List | ast.Tuple):
            for one in node.elts:
                self._patterns(one.value if isinstance(one, ast.Starred) else one, at)
        elif isinstance(node, ast.BinOp):
            self._patterns(node.left, at)
            self._patterns(node.right, at)
        elif isinstance(node, ast.Call) and last_name(node.func) in _PATHS:
            self._pattern(node, at)
        elif isinstance(node, ast.Call) and last_name(node.func) in _WRAPPERS and node.args:
            self._patterns(node.args[0], at)
        elif isinstance(node, ast.Name) or last_name(node) == "urls":
            self._named(node, at)
        elif not (isinstance(node, ast.Call) and last_name(node.func) in _QUIET):
            self._unclear(node, at)

    def _named(self, node: ast.expr, at: _At) -> None:
        """Note what a name means: the URLs of a router, or a list elsewhere."""
        if isinstance(node, ast.Attribute) and last_name(node) == "urls":
            if not self._router(node, at):
                self._unclear(node, at)
            return
        values = [
            (file, value)
            for file, name in self._modules.things(node, at.file)
            for value in self._modules.all[file].values.get(name, ())
        ]
        for file, value in values:
            self._patterns(value, _At(file, at.prefix, at.deep + 1))
        if not values:
            self._unclear(node, at)

    def _pattern(self, call: ast.Call, at: _At) -> None:
        view, said = argument(call, 1, "view"), argument(call, 0, "route", "regex")
        included = _included(view)
        is_expression = last_name(call.func) != "path"
        read = self._modules.prefix if included is not None else self._modules.path
        if is_expression:
            path = of_expression(self._modules.text(said, at.file, gap=GAP))
        else:
            text = read(said, at.file)
            path = None if text is None else plain(text)
        if included is not None:
            self._include(included, at.below(path))
        elif isinstance(view, ast.Attribute) and last_name(view) == "urls":  # the admin's pages
            return
        else:
            self._route("", call, at.below(path))

    def _include(self, node: ast.expr, at: _At) -> None:
        first = node.elts[0] if isinstance(node, ast.Tuple) and node.elts else node
        files = [*self._module_in(first, at.file)]
        for file in files:
            self._patterns_of(_At(file, at.prefix, at.deep))
        if not files:
            self._patterns(first, at)

    def _router(self, node: ast.Attribute, at: _At) -> bool:
        """Note what is registered at a router of Django REST framework; False: it is none."""
        found = [*self._routers.named(node.value, at.file)]
        for router in found:
            below = at.below(router.prefix, router.file)
            for call in router.registered:
                self._viewset(call, below)
            for file, call in router.handed_on:
                self._unclear(call, _At(file, at.prefix, at.deep))
        return bool(found)

    def _viewset(self, call: ast.Call, at: _At) -> None:
        text = self._modules.text(argument(call, 0, "prefix"), at.file, gap=GAP)
        below = at.below(of_expression(text))
        view = argument(call, 1, "viewset")
        actions = actions_of(view, at.file, self._modules) if view is not None else None
        for action in actions if actions is not None else ():
            path = action.path if action.of_all else f"{{{action.lookup}}}/{action.path}"
            for method in action.methods:
                self._route(method, call, below.below(path))
        if actions is None:
            self._unclear(call, below)

    def _route(self, method: str, node: ast.expr, at: _At) -> None:
        if at.prefix is None:
            self._unclear(node, at)
        else:
            self._found.append(Route(method, at.prefix or "/", at.file, line_of(node)))

    def _unclear(self, node: ast.expr, at: _At) -> None:
        place = (at.file, line_of(node), text_of(node))
        self._found.append(Unclear(*place, at.prefix or "/"))


def _included(view: ast.expr | None, deep: int = 0) -> ast.expr | None:
    """Return what ``include(…)`` includes, be it handed to a function that decorates its views."""
    if not isinstance(view, ast.Call) or not view.args or deep > _DEEPEST:
        return None
    if last_name(view.func) == "include":
        return view.args[0]
    if isinstance(view.func, ast.Attribute) and view.func.attr == "as_view":
        return None
    return next(filter(None, (_included(one, deep + 1) for one in view.args)), None)


def plain(path: str) -> str:
    """Return the path of ``path("orders/<int:id>/", …)`` with its parameters as ``{name}``."""

    def named(match: re.Match[str]) -> str:
        return f"{{{'*' if match[1] == 'path' else ''}{match[2]}}}"

    return _VARIABLE.sub(named, path)
