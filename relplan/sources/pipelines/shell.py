"""Reads shell scripts as text: which commands they run, where, and under which conditions.

Nothing is executed. Loops over lists that stand in the script are unrolled, functions and
variables that it sets are put in; all else stays as it is written. Tolerant of what it does not
know, and bounded: a script may cost no more than so many commands.
"""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from relplan.sources.pipelines.shell_parts import (
    Case,
    Choice,
    Function,
    Loop,
    Node,
    Simple,
    parsed,
)

_VARIABLE = re.compile(r"\$(?:(\w+|[@*])|\{(\w+|[@*])(?:\[[@*]\])?(?::?[-=]([^{}]*))?\})")
_ASSIGNMENT = re.compile(r"(\w+)=(.*)", re.DOTALL)
_BRACES = re.compile(r"(?<!\$)\{([^{}]*,[^{}]*)\}")
_ENDS = frozenset({"exit", "return", "continue", "break"})
_MOST_COMMANDS = 2_000
_DEEPEST = 12
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Command:
    """A simple command as it would run."""

    words: tuple[str, ...]
    line: int
    folder: str
    """From where the script begins; empty: a folder that is not known."""
    guards: tuple[str, ...]
    variables: Mapping[str, str]
    inputs: tuple[str, ...] = ()
    """Files that it reads by ``<``."""
    here: str = ""
    """The text that stands below it as its input."""
    before: tuple[tuple[str, ...], ...] = ()
    """Words of the commands whose output is piped into it, with the files they read."""


@dataclass(slots=True)
class _State:
    variables: dict[str, str]
    functions: dict[str, Function]
    folder: str
    guards: tuple[str, ...] = ()
    left: list[str] = field(default_factory=list)
    """Folders that were left, to which ``popd`` and ``cd -`` lead back."""

    def inner(self, guard: str = "") -> "_State":
        guards = (*self.guards, guard) if guard else self.guards
        return _State(self.variables, self.functions, self.folder, guards, self.left)


@dataclass(slots=True)
class _Reader:
    glob: Callable[[str], list[str]]
    left: int = _MOST_COMMANDS
    found: list[Command] = field(default_factory=list)

    def run(self, nodes: Iterable[Node], state: _State, depth: int) -> None:
        for node in nodes:
            self.left -= 1
            if self.left < 0 or depth > _DEEPEST:
                return
            if isinstance(node, Simple):
                self._simple(node, state, depth)
            elif isinstance(node, Choice):
                self._choice(node, state, depth)
            elif isinstance(node, Loop):
                self._loop(node, state, depth)
            elif isinstance(node, Case):
                subject = expanded(node.subject, state.variables)
                for pattern, body in node.branches:
                    self.run(body, state.inner(f"case {subject}: {pattern}"), depth + 1)
            elif isinstance(node, Function):
                state.functions[node.name] = node
            elif node.is_subshell:
                inner = _State(dict(state.variables), state.functions, state.folder, state.guards)
                self.run(node.body, inner, depth + 1)
            else:
                self.run(node.body, state, depth + 1)

    def _choice(self, node: Choice, state: _State, depth: int) -> None:
        others: list[str] = []
        ended: list[str] = []
        for condition, body in node.branches:
            guard = expanded(condition, state.variables) or f"not {' or '.join(others)}"
            others.append(guard)
            self.run(body, state.inner(guard[:_LONGEST]), depth + 1)
            if any(isinstance(one, Simple) and one.words[0] in _ENDS for one in body):
                ended.append(f"not {guard[:_LONGEST]}")
        state.guards = (*state.guards, *ended)  # of what stands below

    def _loop(self, node: Loop, state: _State, depth: int) -> None:
        if node.condition:
            self.run(node.body, state.inner(node.condition), depth + 1)
            return
        for value in self._values(node.values, state):
            inner = _State(
                {**state.variables, node.variable: value},
                state.functions,
                state.folder,
                state.guards,
            )
            self.run(node.body, inner, depth + 1)

    def _values(self, values: Iterable[str], state: _State) -> Iterator[str]:
        for word in values:
            for one in expanded(word, state.variables).split():
                for each in _unbraced(one):
                    found = self.glob(posixpath.join(state.folder, each)) if "*" in each else []
                    yield from found or [each]

    def _simple(self, node: Simple, state: _State, depth: int) -> None:
        guards = state.guards
        if node.after:
            guards = (*guards, expanded(node.after, state.variables))
        variables = dict(state.variables)
        words = [expanded(word, variables) for word in node.words]
        while words and (match := _ASSIGNMENT.fullmatch(words[0])):
            variables[match[1]] = match[2][:_LONGEST]
            words.pop(0)
        if not words:
            state.variables.update(variables)
            return
        if words[0] in ("export", "local", "readonly", "declare"):
            for word in words[1:]:
                if match := _ASSIGNMENT.fullmatch(word):
                    state.variables[match[1]] = match[2][:_LONGEST]
            return
        if words[0] in _ENDS and node.after:
            state.guards = (*state.guards, f"not {expanded(node.after, state.variables)}")
            return
        if words[0] in ("cd", "pushd", "popd"):
            _move(state, words)
            return
        function = state.functions.get(words[0])
        if function is not None and depth < _DEEPEST:
            args = {str(n): word for n, word in enumerate(words[1:10], 1)}
            args |= {"@": " ".join(words[1:]), "*": " ".join(words[1:])}
            inner = _State({**variables, **args}, state.functions, state.folder, guards)
            self.run(function.body, inner, depth + 1)
            return
        before = tuple(tuple(expanded(word, variables) for word in words) for words in node.before)
        inputs = tuple(expanded(one, variables) for one in node.inputs)
        self.found.append(
            Command(
                tuple(words), node.line, state.folder, guards, variables, inputs, node.here, before
            )
        )


def commands(
    text: str,
    variables: Mapping[str, str] | None = None,
    folder: str = ".",
    glob: Callable[[str], list[str]] = lambda pattern: [],
) -> list[Command]:
    """Return the simple commands of a script, in the order in which they stand."""
    reader = _Reader(glob)
    reader.run(parsed(text), _State(dict(variables or {}), {}, folder), 0)
    return reader.found


def expanded(word: str, variables: Mapping[str, str]) -> str:
    """Return *word* with the variables put in that are known; others stay as they are."""
    if "$" not in word or len(word) > _LONGEST:
        return word

    def value(match: re.Match[str]) -> str:
        known = variables.get(match[1] or match[2])
        if known is not None:
            return known
        return match[3] or match[0]

    return _VARIABLE.sub(value, word)[:_LONGEST]


def _unbraced(word: str) -> list[str]:
    """Return ``a-x`` and ``b-x`` of ``{a,b}-x``."""
    match = _BRACES.search(word)
    if match is None:
        return [word]
    head, tail = word[: match.start()], word[match.end() :]
    return [f"{head}{one}{tail}" for one in match[1].split(",")[:_MOST_COMMANDS]]


def _move(state: _State, words: list[str]) -> None:
    if words[0] == "popd" or words[1:] == ["-"]:
        state.folder = state.left.pop() if state.left else ""
        return
    if len(state.left) < _DEEPEST:
        state.left.append(state.folder)
    state.folder = _entered(state.folder, words[1] if len(words) > 1 else "")


def _entered(folder: str, target: str) -> str:
    if not folder or not target or target.startswith(("/", "~", "-")) or "$" in target:
        return ""
    found = posixpath.normpath(posixpath.join(folder, target))
    return "" if found == ".." or found.startswith("../") else found
