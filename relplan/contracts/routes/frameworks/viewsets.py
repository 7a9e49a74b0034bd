"""Which actions a set of views of Django REST framework has, by its classes and its methods."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from relplan.contracts.routes.frameworks.python import Modules, keyword, last_name

_LIST = {"list": "GET", "create": "POST"}
_ONE = {"retrieve": "GET", "update": "PUT", "partial_update": "PATCH", "destroy": "DELETE"}
_BASES: Mapping[str, Sequence[str]] = {
    "ModelViewSet": (*_LIST, *_ONE),
    "ReadOnlyModelViewSet": ("list", "retrieve"),
    "GenericViewSet": (),
    "ViewSet": (),
    "ViewSetMixin": (),
    "ListModelMixin": ("list",),
    "CreateModelMixin": ("create",),
    "RetrieveModelMixin": ("retrieve",),
    "UpdateModelMixin": ("update", "partial_update"),
    "DestroyModelMixin": ("destroy",),
}
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Action:
    """What a set of views does at one path."""

    methods: Sequence[str]
    path: str
    of_all: bool
    """Whether it is about all of its things, and not about one."""
    lookup: str
    """What the one is called in the path."""


def actions_of(view: ast.expr, here: str, modules: Modules) -> Sequence[Action] | None:
    """Return the actions of the class that *view* names; None: not all of them are known."""
    found = _Class(modules)
    for file, name in modules.things(view, here):
        found.look(name, file)
    if not found.is_known:
        return None
    allowed = found.allowed
    names = found.names & (_LIST.keys() | _ONE.keys())
    told = [
        Action((method,), "", name in _LIST, found.lookup)
        for name, method in {**_LIST, **_ONE}.items()
        if name in names
    ]
    return [
        Action(methods, one.path, one.of_all, one.lookup)
        for one in (*told, *found.extra)
        if (methods := [method for method in one.methods if not allowed or method in allowed])
    ]


class _Class:
    """One class, with those above it."""

    def __init__(self, modules: Modules) -> None:
        self._modules = modules
        self.names: set[str] = set()
        self.extra: list[Action] = []
        self.allowed: set[str] = set()
        self.lookup = "pk"
        self.is_known = False

    def look(self, name: str, file: str, deep: int = 0) -> None:
        """Take what the class *name* of *file* has, and then what those above it have."""
        node = self._modules.all[file].classes.get(name)
        if node is None or deep > _DEEPEST:
            return
        self.is_known = True
        for one in node.body:
            if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef):
                self.names.add(one.name)
                self.extra += _extra(one, file, self._modules, self.lookup)
            elif isinstance(one, ast.Assign) and last_name(one.targets[0]) == "http_method_names":
                texts = self._modules.texts(one.value, file)
                self.allowed |= {text.upper() for text in texts or ()}
        for base in node.bases:
            self._above(base, file, deep)

    def _above(self, base: ast.expr, file: str, deep: int) -> None:
        known = _BASES.get(last_name(base))
        if known is not None:
            self.names.update(known)
            return
        things = [
            (there, name)
            for there, name in self._modules.things(base, file)
            if name in self._modules.all[there].classes
        ]
        for there, name in things:
            self.look(name, there, deep + 1)
        if not things and not last_name(base).endswith(("Mixin", "object")):
            self.is_known = False


def _extra(
    function: ast.FunctionDef | ast.AsyncFunctionDef, file: str, modules: Modules, lookup: str
) -> Iterator[Action]:
    """Yield what ``@action(detail=True, methods=["post"])`` adds."""
    for one in function.decorator_list:
        if isinstance(one, ast.Call) and last_name(one.func) == "action":
            methods = modules.texts(keyword(one, "methods"), file) or ("get",)
            detail = keyword(one, "detail")
            of_all = isinstance(detail, ast.Constant) and not detail.value
            path = modules.text(keyword(one, "url_path"), file) or function.name
            yield Action([method.upper() for method in methods], path, of_all, lookup)
