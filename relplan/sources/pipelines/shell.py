"""Reads shell scripts as text: which commands they run, where, and under which conditions.

Nothing is executed. Loops over lists that stand in the script are unrolled, functions and
variables that it sets are put in; all else stays as it is written. Tolerant of what it does not
know, and bounded: a script may cost no more than so many commands.
"""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from relplan.sources.pipelines.shell_output import output_of, shown, trimmed
from relplan.sources.pipelines.shell_parts import (
    BETWEEN,
    Case,
    Choice,
    Function,
    Loop,
    Node,
    Nodes,
    Simple,
    parsed,
)
from relplan.sources.pipelines.shell_words import Inner, Token

_VARIABLE = re.compile(r"\$(?:(\w+|[@*])|\{(\w+|[@*])(?:\[[@*]\])?(?::?[-=]([^{}]*))?\})")
_TRIMMED = re.compile(r"\$\{(\w+)(##?|%%?)([^{}]*)\}")
_ASSIGNMENT = re.compile(r"(\w+)(\+?)=(.*)", re.DOTALL)
_OPEN = re.compile(r"\$[({]|`")
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
    functions: dict[str, tuple[Function, int]]
    """Each with the line before the script in which it stands."""
    folder: str
    guards: tuple[str, ...] = ()
    first: int = 0
    """Lines before those of the script that runs."""
    left: list[str] = field(default_factory=list)
    """Folders that were left, to which ``popd`` and ``cd -`` lead back."""

    def inner(self, guard: str = "") -> "_State":
        guards = (*self.guards, guard) if guard else self.guards
        return replace(self, guards=guards)


@dataclass(slots=True)
class _Reader:
    glob: Callable[[str], list[str]]
    left: int = _MOST_COMMANDS
    found: list[Command] = field(default_factory=list)
    _known: dict[str, Nodes] = field(default_factory=dict)

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
                state.functions[node.name] = (node, state.first)
            elif node.is_subshell:
                self.run(node.body, _subshell(state), depth + 1)
            else:
                self.run(node.body, state, depth + 1)

    def _choice(self, node: Choice, state: _State, depth: int) -> None:
        others: list[str] = []
        ended: list[str] = []
        for condition, asked, body in node.branches:
            self.run(asked, state.inner(f"not {others[0]}"[:_LONGEST] if others else ""), depth + 1)
            guard = expanded(condition, state.variables) or f"not {' or '.join(others)}"
            others.append(guard)
            self.run(body, state.inner(guard[:_LONGEST]), depth + 1)
            if any(isinstance(one, Simple) and one.words[0] in _ENDS for one in body):
                ended.append(f"not {guard[:_LONGEST]}")
        state.guards = (*state.guards, *ended)  # of what stands below

    def _loop(self, node: Loop, state: _State, depth: int) -> None:
        self.run(node.asked, state, depth + 1)
        if node.condition:
            self.run(node.body, state.inner(node.condition), depth + 1)
            return
        for token in node.values:
            self._printing(token.inner, state, depth)
        for value in self._values(node.values, state):
            known = {**state.variables, node.variable: value}
            self.run(node.body, replace(state, variables=known), depth + 1)

    def _values(self, values: Iterable[Token], state: _State) -> Iterator[str]:
        for token in values:
            filled = self._filled(token.text, token.inner, state.variables, state.folder)
            is_one = not (token.splits or "@" in token.text)
            for one in [filled] if is_one else _spread(filled):
                for each in _unbraced(one):
                    found = self.glob(posixpath.join(state.folder, each)) if "*" in each else []
                    yield from (shown(state.folder, path, each) for path in found)
                    if not found:
                        yield each.replace(BETWEEN, " ")

    def _printing(self, inner: Iterable[Inner], state: _State, depth: int) -> None:
        """Run the commands whose output stands in a word."""
        for one in inner:
            first = state.first + one.line - 1
            self.run(self._parsed(one.script), replace(_subshell(state), first=first), depth + 1)

    def _parsed(self, script: str) -> Nodes:
        if script not in self._known:
            self._known[script] = tuple(parsed(script))
        return self._known[script]

    def _filled(
        self, word: str, inner: Iterable[Inner], variables: Mapping[str, str], folder: str
    ) -> str:
        """Return *word* with what is known of variables, and of what commands print, put in."""
        for one in inner:
            nodes = self._parsed(one.script)
            only = nodes[0] if len(nodes) == 1 else None
            if isinstance(only, Simple) and not (only.before or only.here or only.inner):
                words = [expanded(each, variables).replace(BETWEEN, " ") for each in only.words]
                printed = output_of(words, folder, self.glob)
                word = word if printed is None else word.replace(one.text, " ".join(printed))
        return expanded(word, variables)

    def _simple(self, node: Simple, state: _State, depth: int) -> None:
        guards = state.guards
        if node.after:
            guards = (*guards, expanded(node.after, state.variables))
        self._printing(node.inner, replace(state, guards=guards), depth)
        variables = dict(state.variables)
        words = list(self._words(node, variables, state.folder))
        while words and (match := _ASSIGNMENT.fullmatch(words[0])):
            _assign(variables, match)
            words.pop(0)
        if not words:
            state.variables.update(variables)
            return
        if self._is_own(words, node, state):
            return
        function, first = state.functions.get(words[0], (None, 0))
        if function is not None and depth < _DEEPEST:
            args = {str(n): word for n, word in enumerate(words[1:10], 1)}
            args |= {"@": " ".join(words[1:]), "*": " ".join(words[1:])}
            inner = replace(state, variables={**variables, **args}, guards=guards, first=first)
            self.run(function.body, inner, depth + 1)
            return
        before = tuple(tuple(expanded(word, variables) for word in words) for words in node.before)
        inputs = tuple(expanded(one, variables) for one in node.inputs)
        line = node.line + state.first
        plain = tuple(word.replace(BETWEEN, " ").rstrip(" ") for word in words if word != "!")
        if plain:
            self.found.append(
                Command(plain, line, state.folder, guards, variables, inputs, node.here, before)
            )

    def _is_own(self, words: list[str], node: Simple, state: _State) -> bool:
        """Tell whether it is a command of the shell's own, and take note of what that does."""
        if words[0] in ("export", "local", "readonly", "declare"):
            for word in words[1:]:
                if match := _ASSIGNMENT.fullmatch(word):
                    _assign(state.variables, match)
        elif words[0] in _ENDS and node.after:
            state.guards = (*state.guards, f"not {expanded(node.after, state.variables)}")
        elif words[0] in ("cd", "pushd", "popd"):
            _move(state, words)
        else:
            return False
        return True

    def _words(self, node: Simple, variables: Mapping[str, str], folder: str) -> Iterator[str]:
        for place, word in enumerate(node.words):
            filled = self._filled(word, node.inner, variables, folder)
            splits = place in node.splitting and filled != word
            if splits and not _OPEN.search(filled) and not _ASSIGNMENT.fullmatch(word):
                yield from _spread(filled)
            else:
                yield filled


def _assign(variables: dict[str, str], match: re.Match[str]) -> None:
    before = variables.get(match[1], "") if match[2] else ""
    variables[match[1]] = f"{before}{match[3]}"[:_LONGEST]


def _subshell(state: _State) -> _State:
    return replace(state, variables=dict(state.variables), left=[])


def _spread(text: str) -> list[str]:
    """Return the words that the value of a variable stands for."""
    if BETWEEN in text:
        return text.rstrip(BETWEEN).split(BETWEEN)
    return [text] if _OPEN.search(text) else text.split()


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

    def cut(match: re.Match[str]) -> str:
        known = variables.get(match[1])
        return match[0] if known is None else trimmed(known, match[2], match[3])

    def value(match: re.Match[str]) -> str:
        known = variables.get(match[1] or match[2])
        if known is not None:
            return known
        return match[3] or match[0]

    return _VARIABLE.sub(value, _TRIMMED.sub(cut, word))[:_LONGEST]


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
