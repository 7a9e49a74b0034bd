"""Reads the classes of Java and Kotlin with their annotations, which is all that routes need."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

_TOKEN = re.compile(
    r"(?P<comment>//[^\n]*+|/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/)?+)"
    r'|(?P<text>"""(?:[^"]|"(?!""))*+(?:""")?+|"(?:[^"\\\n]|\\.)*+"?+|\'(?:[^\'\\\n]|\\.){0,8}+\')'
    r"|(?P<kind>@interface|\b(?:annotation[ \t\n]++)?class|\b(?:interface|object|record|enum))"
    r"[ \t\n]++(?P<class>[A-Z]\w*+)"
    r"|@(?:(?:file|get|set|field|param):)?(?P<name>[A-Za-z_][\w.]*+)"
    r"|\b(?P<fun>fun)[ \t]"
    r"|(?P<sign>[{}();])"
)
_CONSTANT = re.compile(
    r"\b(?:static[ \t]+final[ \t]+String|final[ \t]+static[ \t]+String|const[ \t]+val)[ \t]+(\w+)"
    r"(?:[ \t]*:[ \t]*String)?[ \t]*=[ \t\n]*([^;\n]{1,400})"
)
_LONGEST = 4_000
_DEEPEST = 4
"""Constants that are made of constants."""
_SUPER = re.compile(r"[A-Z]\w*")
_GENERIC = re.compile(r"<[^<>]*>")
_BRACKETS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Annotation:
    """One annotation; `arguments` is what stands in its brackets."""

    name: str
    arguments: str
    line: int


@dataclass(slots=True)
class JvmClass:
    """A class or an interface, and the annotations of its methods."""

    name: str
    kind: str
    """Such as ``class``, ``interface``, or ``annotation`` of the declaration of one."""
    file: str
    annotations: Sequence[Annotation]
    heritage: str
    """What stands between its name and its body."""
    methods: list[Sequence[Annotation]] = field(default_factory=list)

    def annotation(self, *names: str) -> Annotation | None:
        """Return the first of its annotations that has one of *names*."""
        return next((one for one in self.annotations if one.name in names), None)

    @property
    def supers(self) -> Sequence[str]:
        """The names of what it extends and implements."""
        text = self.heritage
        if text.lstrip().startswith("("):  # the constructor of Kotlin
            end = closed(text, text.index("("))
            text = text[end:] if end > 0 else ""
        for expression in (_GENERIC, _GENERIC, _GENERIC, _BRACKETS, _BRACKETS):
            text = expression.sub("", text)
        return _SUPER.findall(text)


@dataclass(frozen=True)
class JvmFile:
    """What one file declares."""

    classes: Sequence[JvmClass]
    constants: Mapping[str, str]
    """Expressions by the names that they are given to."""
    code: str
    """The text without comments."""


@lru_cache(maxsize=3_000)
def jvm_file(path: str, content: bytes) -> JvmFile:
    """Return what the file at *path* declares."""
    text = content.decode("utf-8", "replace")
    code = _without_comments(text)
    found = tuple(_classes(path, code))
    constants = {match[1]: match[2].rstrip(" }") for match in _CONSTANT.finditer(code)}
    return JvmFile(found, constants, code)


def _without_comments(text: str) -> str:
    def blank(match: re.Match[str]) -> str:
        return "\n" * match[0].count("\n") if match["comment"] is not None else match[0]

    return _TOKEN.sub(blank, text)


class _Scan:
    """One walk over the code of a file."""

    def __init__(self, path: str, code: str) -> None:
        self._path, self._code = path, code
        self._ends = [match.start() for match in re.finditer("\n", code)]
        self._depth = self._brackets = 0
        self._pending: list[Annotation] = []
        self._awaited: tuple[JvmClass, int] | None = None
        self._open: list[tuple[JvmClass, int]] = []
        self.found: list[JvmClass] = []

    def run(self) -> None:
        at = 0
        while match := _TOKEN.search(self._code, at):
            at = match.end()
            if match["name"]:
                at = self._annotated(match)
            elif match["class"]:
                self._declared(match)
            elif match["fun"]:
                self._settle()
            elif match["sign"]:
                self._sign(match)

    def _annotated(self, match: re.Match[str]) -> int:
        end = closed(self._code, match.end()) if self._code.startswith("(", match.end()) else -1
        arguments = self._code[match.end() + 1 : end - 1] if end > 0 else ""
        line = bisect_right(self._ends, match.start()) + 1
        self._pending.append(Annotation(match["name"].rpartition(".")[2], arguments, line))
        return max(end, match.end())

    def _declared(self, match: re.Match[str]) -> None:
        if self._brackets:
            return
        kind = match["kind"]
        kind = "annotation" if kind.startswith(("@", "annotation")) else kind
        made = JvmClass(match["class"], kind, self._path, tuple(self._pending), "")
        self._pending = []
        self.found.append(made)
        self._awaited = made, match.end()

    def _settle(self) -> None:
        """Take what was annotated for a method of the class around it."""
        if self._pending and self._open and self._depth == self._open[-1][1] and not self._awaited:
            self._open[-1][0].methods.append(tuple(self._pending))
        self._pending = []

    def _sign(self, match: re.Match[str]) -> None:
        sign = match["sign"]
        if sign in "()":
            self._brackets = max(0, self._brackets + (1 if sign == "(" else -1))
        elif sign == "{":
            if self._awaited is not None and not self._brackets:
                made, start = self._awaited
                made.heritage = self._code[start : match.start()][:_LONGEST]
                self._open.append((made, self._depth + 1))
                self._awaited, self._pending = None, []
            elif not self._brackets:
                self._settle()
            self._depth += 1
        elif sign == "}":
            while self._open and self._open[-1][1] >= self._depth:
                self._open.pop()
            self._depth = max(0, self._depth - 1)
            self._pending = self._pending if self._brackets else []
        elif not self._brackets:
            self._settle()


def _classes(path: str, code: str) -> Iterator[JvmClass]:
    scan = _Scan(path, code)
    scan.run()
    yield from scan.found


def closed(text: str, at: int) -> int:
    """Return where the bracket at *at* is closed, behind it; -1: nowhere near."""
    depth = 0
    for match in _TOKEN.finditer(text, at, at + _LONGEST):
        if match["sign"] == "(":
            depth += 1
        elif match["sign"] == ")":
            depth -= 1
            if not depth:
                return match.end()
    return -1


def argument(arguments: str, *names: str) -> str | None:
    """Return the expression that *arguments* give to one of *names*; None: to none of them.

    The name ``""`` is that of an argument without a name.
    """
    for piece in split(arguments):
        named = re.match(r"\s*(\w+)\s*=(?!=)\s*", piece)
        if (named[1] if named else "") in names:
            return piece[named.end() :].strip() if named else piece.strip()
    return None


def split(text: str) -> Sequence[str]:
    """Return what stands between the commas of *text*, of which none is in brackets."""
    pieces, start, depth = [], 0, 0
    for match in re.finditer(r'"(?:[^"\\]|\\.)*+"|[\[({<]|[\])}>]|,', text):
        sign = match[0]
        if sign == "," and not depth:
            pieces.append(text[start : match.start()])
            start = match.end()
        elif len(sign) == 1 and sign in "[({":
            depth += 1
        elif len(sign) == 1 and sign in "])}":
            depth -= 1
    pieces.append(text[start:])
    return [piece for piece in pieces if piece.strip()]


def listed(expression: str) -> Sequence[str]:
    """Return the expressions of a list, ``{"/a", "/b"}`` in Java, or the one that it is."""
    text = expression.strip()
    for begin, end in (("{", "}"), ("[", "]"), ("arrayOf(", ")")):
        if text.startswith(begin) and text.endswith(end):
            return split(text[len(begin) : -len(end)])
    return [text]


class Constants:
    """The constants of all files of a service."""

    def __init__(self, files: Iterable[JvmFile]) -> None:
        """Know those of *files*; of a name that has several values none."""
        found: dict[str, set[str]] = {}
        for file in files:
            for name, value in file.constants.items():
                found.setdefault(name, set()).add(value)
                for one in file.classes:
                    found.setdefault(f"{one.name}.{name}", set()).add(value)
        self._known = {name: next(iter(all_)) for name, all_ in found.items() if len(all_) == 1}

    def value(
        self,
        expression: str,
        within: Sequence[str] = (),
        *,
        templates: bool = False,
        deep: int = 0,
    ) -> str | None:
        """Return the text that an expression is; None where that is not known.

        A name is that of the first class of *within* that has one so called. *templates*: whether
        ``$name`` in a text is a value, as in Kotlin.
        """
        pieces = []
        for piece in map(str.strip, _summands(expression)):
            text = piece.removeprefix("$$")  # a text of Kotlin in which one ``$`` is a plain sign
            if len(text) > 1 and text[0] == text[-1] == '"' and not text.startswith('"""'):
                filled = templates and text == piece
                value = self._filled(text[1:-1], within, deep) if filled else text[1:-1]
            else:
                known = self._named(piece.removeprefix("this."), within)
                value = None
                if known is not None and deep < _DEEPEST:
                    value = self.value(known, within, templates=templates, deep=deep + 1)
            if value is None:
                return None
            pieces.append(value)
        return "".join(pieces).replace("\\\\", "\\")

    def _named(self, name: str, within: Sequence[str]) -> str | None:
        if not re.fullmatch(r"\w+(?:\.\w+)*", name):
            return None
        words = name.split(".")
        for owner in within if len(words) == 1 else ():
            if f"{owner}.{name}" in self._known:
                return self._known[f"{owner}.{name}"]
        return self._known.get(".".join(words[-2:]), self._known.get(words[-1]))

    def _filled(self, text: str, within: Sequence[str], deep: int) -> str | None:
        """Return a text of Kotlin with the constants in it; an escaped ``$`` is a plain sign."""
        missing = False

        def fill(match: re.Match[str]) -> str:
            nonlocal missing
            known = self._named(match[1] or match[2], within) if deep < _DEEPEST else None
            value = self.value(known, within, templates=True, deep=deep + 1) if known else None
            missing = missing or value is None
            return value or ""

        plain = text.replace("\\$", "\0")
        filled = re.sub(r"(?<!\0)\$(?:(\w+)|\{(\w+(?:\.\w+)*)\})", fill, plain)
        return None if missing else filled.replace("\0", "$")


def _summands(expression: str) -> Sequence[str]:
    pieces, start = [], 0
    for match in re.finditer(r'"(?:[^"\\]|\\.)*+"|\+', expression):
        if match[0] == "+":
            pieces.append(expression[start : match.start()])
            start = match.end()
    return [*pieces, expression[start:]]
