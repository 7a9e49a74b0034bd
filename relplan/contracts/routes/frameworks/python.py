"""Reads modules of Python as syntax trees: what names mean in them, and in what they import."""

import ast
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from posixpath import dirname

from relplan.contracts.routes.frameworks.python_texts import pieces_of
from relplan.contracts.routes.paths import unknown

_TELLING = (
    ast.Call, ast.Assign, ast.AnnAssign, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef,
)  # fmt: skip
_NOTED = (*_TELLING, ast.Import, ast.ImportFrom, ast.AugAssign, ast.For)
_DEEPEST = 6
"""Names that stand for names."""

Thing = tuple[str, str]
"""A name, and the file of the module that gives it a value."""


@dataclass(slots=True)
class Module:
    """One file: what it imports and what it gives names to, in any scope."""

    path: str
    nodes: Sequence[ast.AST]
    """Its calls, assignments, functions and classes, in any scope."""
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By local name: the dotted module, and the name in it; empty: the module itself."""
    values: dict[str, list[ast.expr]] = field(default_factory=dict)
    """By name, ``self.app`` included: what is assigned to it, or what a loop lets it be."""
    parameters: set[str] = field(default_factory=set)
    """Of its functions."""
    functions: set[str] = field(default_factory=set)
    classes: dict[str, ast.ClassDef] = field(default_factory=dict)


@lru_cache(maxsize=2_000)
def module_of(path: str, content: bytes) -> Module | None:
    """Return the module in a file; None where it is no Python that is understood."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd escapes in other people's strings
            tree = ast.parse(content)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    nodes = [*_walked(tree)]
    found = Module(path, [node for node in nodes if isinstance(node, _TELLING)])
    for node in nodes:
        _note(node, found)
    return found


def _walked(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield the nodes of a tree that may tell something, in a third of the time of `ast.walk`."""
    ahead: list[ast.AST] = [tree]
    while ahead:
        node = ahead.pop()
        if isinstance(node, _NOTED):
            yield node
        inner: list[ast.AST] = []
        for name in node._fields:
            value = getattr(node, name, None)
            if isinstance(value, list):
                inner += [one for one in value if isinstance(one, ast.AST)]
            elif isinstance(value, ast.AST) and name != "ctx":
                inner.append(value)
        ahead += reversed(inner)


def _note(node: ast.AST, found: Module) -> None:
    if isinstance(node, ast.Import | ast.ImportFrom):
        found.imports.update(_imported(node))
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        found.functions.add(node.name)
        found.parameters.update(one.arg for one in (*node.args.args, *node.args.kwonlyargs))
    elif isinstance(node, ast.ClassDef):
        found.classes.setdefault(node.name, node)
    else:
        for target, values in _given(node):
            found.values.setdefault(dotted(target), []).extend(values)


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, tuple[str, str]]]:
    for alias in node.names:
        if isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield alias.asname or alias.name, (module, alias.name)
        else:
            local = alias.asname or alias.name.partition(".")[0]
            yield local, (alias.name if alias.asname else local, "")


def _given(node: ast.AST) -> Iterator[tuple[ast.expr, Sequence[ast.expr]]]:
    """Yield what is given a value, and the values that it may have."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield target, [node.value]
    elif isinstance(node, ast.AnnAssign | ast.AugAssign) and node.value is not None:
        yield node.target, [node.value]
    elif isinstance(node, ast.For) and isinstance(node.iter, ast.List | ast.Tuple):
        yield node.target, node.iter.elts


def dotted(node: ast.AST) -> str:
    """Return a name with its owners, as ``self.app``; empty: it is none."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        owner = dotted(node.value)
        return f"{owner}.{node.attr}" if owner else ""
    return ""


def last_name(node: ast.AST) -> str:
    """Return the last of the names: ``APIRouter`` of ``fastapi.APIRouter``."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def keyword(call: ast.Call, *names: str) -> ast.expr | None:
    """Return the value of the first keyword argument of one of *names*."""
    return next((one.value for one in call.keywords if one.arg in names), None)


def argument(call: ast.Call, place: int, *names: str) -> ast.expr | None:
    """Return an argument by its place, or by one of its *names*."""
    if place < len(call.args) and not isinstance(call.args[place], ast.Starred):
        return call.args[place]
    return keyword(call, *names)


def line_of(source: ast.AST) -> int:
    """Return the line on which something begins."""
    return getattr(source, "lineno", 1)


def text_of(node: ast.AST) -> str:
    """Return the code of something, on one line."""
    return " ".join(ast.unparse(node).split())[:120]


class Modules:
    """The modules of one service."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Read those of *files* that are Python."""
        made = (module_of(path, content) for path, content in files.items() if path.endswith(".py"))
        self.all: Mapping[str, Module] = {one.path: one for one in made if one is not None}

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = {}
        for path in sorted(self.all):
            name = path.removesuffix(".py").removesuffix("/__init__")
            found.setdefault(name.rpartition("/")[2], []).append(name)
        return found

    def file_of(self, name: str, here: str) -> str:
        """Return the file of a module, as a file *here* calls it; empty: it is none of these."""
        level = len(name) - len(name.lstrip("."))
        tail = name[level:].replace(".", "/")
        if level:
            folder = dirname(here)
            for _ in range(level - 1):
                folder = dirname(folder)
            return self._existing("/".join(filter(None, (folder, tail))))
        near = [
            one
            for one in self._by_name.get(tail.rpartition("/")[2], ())
            if one == tail or one.endswith(f"/{tail}")
        ]
        best = max(near, key=lambda one: (_common(one, here), -len(one)), default="")
        return self._existing(best) if best else ""

    def _existing(self, stem: str) -> str:
        found = (f"{stem}.py", f"{stem}/__init__.py" if stem else "__init__.py")
        return next((path for path in found if path in self.all), "")

    def things(self, node: ast.AST, here: str, deep: int = 0) -> Iterator[Thing]:
        """Yield what a name of the file *here* means, by the files that give it a value."""
        name = dotted(node)
        module = self.all[here]
        if not name or deep > _DEEPEST:
            return
        if name in module.values or name in module.classes or name in module.functions:
            yield from self._given(name, here, deep)
            return
        first, _, rest = name.partition(".")
        if first not in module.imports:
            return
        said, attribute = module.imports[first]
        names = [*filter(None, (attribute, *rest.split(".")))]
        yield from self._imported(said, names, here, deep)

    def _given(self, name: str, here: str, deep: int) -> Iterator[Thing]:
        """Yield *name* itself, or what the other names mean that it stands for."""
        values = self.all[here].values.get(name, ())
        others = [one for one in values if isinstance(one, ast.Name | ast.Attribute)]
        if not others or len(others) < len(values):
            yield here, name
        for other in others:
            if dotted(other) != name:
                yield from self.things(other, here, deep + 1)

    def _imported(self, said: str, names: Sequence[str], here: str, deep: int) -> Iterator[Thing]:
        """Yield what *names* mean of the module *said*: modules in it, then a name in the last."""
        for count in range(len(names) - 1, -1, -1):
            inner = ".".join(names[:count])
            dot = "" if not inner or said.endswith(".") or not said else "."
            file = self.file_of(f"{said}{dot}{inner}", here)
            if file and file != here:
                thing = ast.parse(".".join(names[count:]), mode="eval").body
                yield from self.things(thing, file, deep + 1)
                return

    def text(
        self, node: ast.expr | None, here: str, deep: int = 0, gap: str | None = None
    ) -> str | None:
        """Return the text that an expression is; None: it is none, or is not known.

        *gap* stands for a piece of it that is not known; None: then nor is the whole.
        """
        if node is None or deep > _DEEPEST:
            return None
        if isinstance(node, ast.Constant):
            return node.value if isinstance(node.value, str) else None
        pieces = pieces_of(node)
        if pieces is not None:
            texts = [self.text(one, here, deep + 1, gap) for one in pieces]
            known = [gap if one is None else one for one in texts]
            return None if None in known else "".join(filter(None, known))
        values = [
            value for file, name in self.things(node, here)
            for value in self.all[file].values.get(name, ())
        ]  # fmt: skip
        if len(values) == 1 and dotted(values[0]) != dotted(node):
            return self.text(values[0], here, deep + 1, gap)
        return self._setting(node) if not values else None

    def path(self, node: ast.expr | None, here: str) -> str | None:
        """Return the path that an expression is; how it begins may be known to others alone."""
        known = self.text(node, here)
        if known is not None or node is None:
            return known
        if isinstance(node, ast.JoinedStr):
            first, *others = node.values
            ends = [self.text(one, here) for one in others]
            first = first.value if isinstance(first, ast.FormattedValue) else first
            is_known = None not in ends and "".join(filter(None, ends)).strip("/")
            return f"{unknown(dotted(first))}{''.join(filter(None, ends))}" if (
                is_known and dotted(first)
            ) else None  # fmt: skip
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and dotted(node.left):
            end = self.text(node.right, here)
            return f"{unknown(dotted(node.left))}{end}" if end and end.strip("/") else None
        return None

    def prefix(self, node: ast.expr | None, here: str) -> str | None:
        """Return what stands before paths; what others alone know goes by its name."""
        known = self.path(node, here)
        return unknown(dotted(node)) if known is None and node and dotted(node) else known

    def _setting(self, node: ast.expr) -> str | None:
        """Return the text of an attribute of settings, where just one class has one so called."""
        if not isinstance(node, ast.Attribute):
            return None
        found = self._attributes.get(node.attr, frozenset())
        return next(iter(found)) if len(found) == 1 else None

    @cached_property
    def _attributes(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        classes = (one for module in self.all.values() for one in module.classes.values())
        for node in (node for one in classes for node in one.body):
            for target, values in _given(node):
                for value in values:
                    if isinstance(value, ast.Constant) and isinstance(value.value, str):
                        found.setdefault(dotted(target), set()).add(value.value)
        return {name: frozenset(texts) for name, texts in found.items()}

    def texts(self, node: ast.expr | None, here: str) -> Sequence[str] | None:
        """Return a list of texts; None: not all of them are known."""
        if not isinstance(node, ast.List | ast.Tuple | ast.Set):
            return None
        found = [self.text(one, here) for one in node.elts]
        known = [one for one in found if one is not None]
        return known if len(known) == len(found) else None


def _common(one: str, other: str) -> int:
    same = 0
    for here, there in zip(one.split("/"), other.split("/"), strict=False):
        if here != there:
            break
        same += 1
    return same
