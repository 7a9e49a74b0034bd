"""Makes blocks of a shell script's words: commands, choices, loops, functions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from relplan.sources.pipelines.shell_words import Inner, Token, tokens

_MOST_NODES = 20_000
_DEEPEST = 40
_MOST_PIPED = 20
"""Commands before one whose output it is handed."""
_TESTS = frozenset({"[", "[[", "test", "!", "grep"})
BETWEEN = "\x1f"
"""Stands behind each value of a list."""


@dataclass(frozen=True, slots=True)
class Simple:
    """One command with its arguments."""

    words: tuple[str, ...]
    line: int
    after: str = ""
    """The test before it, by ``&&`` or ``||``, that decides whether it runs."""
    inputs: tuple[str, ...] = ()
    here: str = ""
    before: tuple[tuple[str, ...], ...] = ()
    inner: tuple[Inner, ...] = ()
    """Commands that run before it, for what they print."""
    splitting: frozenset[int] = frozenset()
    """Those of its words, by place, that a variable in them may make several of."""


@dataclass(frozen=True, slots=True)
class Choice:
    """``if``: conditions, empty for ``else``, with the commands in them, and what runs then."""

    branches: tuple[tuple[str, "Nodes", "Nodes"], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """``case``: patterns, each with what runs then."""

    subject: str
    branches: tuple[tuple[str, "Nodes"], ...]


@dataclass(frozen=True, slots=True)
class Loop:
    """``for`` over values, or ``while`` under a condition."""

    variable: str
    values: tuple[Token, ...]
    condition: str
    asked: "Nodes"
    """The commands of its condition."""
    body: "Nodes"


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the script."""

    name: str
    body: "Nodes"


@dataclass(frozen=True, slots=True)
class Block:
    """``{ … }`` or ``( … )``."""

    body: "Nodes"
    is_subshell: bool


Node = Simple | Choice | Case | Loop | Function | Block
Nodes = tuple[Node, ...]


def _is_test(words: Sequence[str]) -> bool:
    """Tell whether a command is there for its answer: what stands behind it may not run."""
    return bool(words) and (words[0] in _TESTS or tuple(words[:2]) == ("git", "diff"))


class _Parser:
    """Makes blocks of tokens; what does not fit is passed over."""

    def __init__(self, found: Sequence[Token]) -> None:
        self._tokens = found
        self._at = 0
        self._left = _MOST_NODES

    def block(self, ends: frozenset[str], depth: int) -> Nodes:
        nodes: list[Node] = []
        before: list[tuple[str, ...]] = []
        after = ""
        while self._at < len(self._tokens) and self._left > 0:
            token = self._tokens[self._at]
            self._left -= 1
            if token.kind != "here" and token.text in ends:
                break
            if token.kind == "op" and token.text != "(":
                self._at += 1
                after, before = self._joined(token.text, nodes, after, before)
                continue
            node = self._node(token, depth, after, tuple(before))
            if node is not None:
                nodes.append(node)
        return tuple(nodes)

    def _joined(
        self, operator: str, nodes: Sequence[Node], after: str, before: list[tuple[str, ...]]
    ) -> tuple[str, list[tuple[str, ...]]]:
        """Return on what the next command depends, and what is piped into it."""
        last = nodes[-1] if nodes else None
        words = last.words if isinstance(last, Simple) else ()
        if operator == "|":
            inputs = last.inputs if isinstance(last, Simple) else ()
            return after, [*before[-_MOST_PIPED:], (*words, *inputs)]
        if operator == "&&" and _is_test(words):
            return " ".join(words), []
        if operator == "||" and words:
            return f"not {' '.join(words)}" if _is_test(words) else "it failed before", []
        return after if operator == "&&" else "", []

    def _node(
        self, token: Token, depth: int, after: str, before: tuple[tuple[str, ...], ...]
    ) -> Node | None:
        text = token.text if token.kind in ("word", "op") else ""
        if depth < _DEEPEST:
            if text in ("(", "{"):
                self._at += 1
                body = self.block(frozenset({")" if text == "(" else "}"}), depth + 1)
                self._at += 1
                return Block(body, text == "(")
            if text == "if":
                return self._choice(depth)
            if text in ("for", "while", "until", "select"):
                return self._loop(text, depth)
            if text == "case":
                return self._case(depth)
            if text == "function" or self._is_function():
                return self._function(depth)
        return self._simple(after, before)

    def _is_function(self) -> bool:
        ahead = [one.text for one in self._tokens[self._at : self._at + 3]]
        return self._tokens[self._at].kind == "word" and ahead[1:] == ["(", ")"]

    def _function(self, depth: int) -> Node:
        if self._tokens[self._at].text == "function":
            self._at += 1
        name = self._tokens[self._at].text if self._at < len(self._tokens) else ""
        self._at += 1
        self._skip({"(", ")", "\n"})
        if self._peek() in ("{", "("):
            end = "}" if self._peek() == "{" else ")"
            self._at += 1
            body = self.block(frozenset({end}), depth + 1)
            self._at += 1
            return Function(name, body)
        return Function(name, ())

    def _choice(self, depth: int) -> Node:
        branches = []
        while self._peek() in ("if", "elif", "else"):
            word = self._peek()
            self._at += 1
            condition, asked = self._condition("then", depth) if word != "else" else ("", ())
            body = self.block(frozenset({"elif", "else", "fi"}), depth + 1)
            branches.append((condition, asked, body))
        self._at += 1
        return Choice(tuple(branches))

    def _condition(self, end: str, depth: int) -> tuple[str, Nodes]:
        """Return a condition as it is written, and the commands in it."""
        begin = self._at
        asked = self.block(frozenset({end}), depth + 1)
        found = self._tokens[begin : self._at]
        self._at += 1
        texts = (";" if one.text == "\n" else one.text for one in found if one.kind != "here")
        return " ".join(texts).strip("; "), asked

    def _loop(self, kind: str, depth: int) -> Node:
        self._at += 1
        variable, condition = "", ""
        values: tuple[Token, ...] = ()
        asked: Nodes = ()
        if kind in ("for", "select"):
            variable = self._peek()
            self._at += 1
            values = self._values()
        else:
            condition, asked = self._condition("do", depth)
        body = self.block(frozenset({"done"}), depth + 1)
        self._at += 1
        return Loop(variable, values, condition or (kind if asked else ""), asked, body)

    def _values(self) -> tuple[Token, ...]:
        """Return what stands between ``in`` and ``do``; without ``in``, the script's arguments."""
        found = []
        while self._at < len(self._tokens) and self._peek() != "do":
            token = self._tokens[self._at]
            if token.kind == "word":
                found.append(token)
            self._at += 1
        self._at += 1
        return tuple(found[1:]) if found and found[0].text == "in" else (Token("word", "$@", 0),)

    def _case(self, depth: int) -> Node:
        self._at += 1
        subject = self._words_until({"in"})
        self._at += 1
        branches = []
        while self._at < len(self._tokens) and self._left > 0:
            self._skip({"\n", ";;", "("})
            if self._peek() == "esac" or self._at >= len(self._tokens):
                break
            pattern = self._words_until({")"})
            self._at += 1
            branches.append((pattern, self.block(frozenset({";;", "esac"}), depth + 1)))
            self._left -= 1
        self._at += 1
        return Case(subject, tuple(branches))

    def _simple(self, after: str, before: tuple[tuple[str, ...], ...]) -> Simple | None:
        words: list[str] = []
        inputs: list[str] = []
        inner: list[Inner] = []
        splitting: set[int] = set()
        here = ""
        line = self._tokens[self._at].line
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token.kind == "op":
                if token.text != "(" or not words or not words[-1].endswith("="):
                    break
                listed = self._array()
                words[-1] += "".join(f"{one.text}{BETWEEN}" for one in listed)
                inner += [each for one in listed for each in one.inner]
                continue
            if token.kind == "word":
                splitting.update({len(words)} if token.splits else ())
                words.append(token.text)
            elif token.kind == "in":
                inputs.append(token.text)
            elif token.kind == "here":
                here = token.text
            inner += token.inner
            self._at += 1
        if not words:
            self._at += 0 if self._at < len(self._tokens) else 1
            return None
        return Simple(
            tuple(words), line, after, tuple(inputs), here, before, tuple(inner),
            frozenset(splitting),
        )  # fmt: skip

    def _array(self) -> list[Token]:
        """Return the words of a list in brackets, which may stand on several lines."""
        found = []
        self._at += 1
        while self._at < len(self._tokens) and self._peek() != ")":
            if self._tokens[self._at].kind == "word":
                found.append(self._tokens[self._at])
            self._at += 1
        self._at += 1
        return found

    def _peek(self) -> str:
        return self._tokens[self._at].text if self._at < len(self._tokens) else ""

    def _skip(self, texts: set[str]) -> None:
        while self._at < len(self._tokens) and self._tokens[self._at].text in texts:
            self._at += 1

    def _words_until(self, ends: set[str]) -> str:
        words = []
        while self._at < len(self._tokens) and self._tokens[self._at].text not in ends:
            token = self._tokens[self._at]
            words.append(";" if token.text == "\n" else token.text)
            self._at += 1
        return " ".join(words).strip("; ")


def parsed(text: str) -> Iterator[Node]:
    """Yield the blocks of a script."""
    parser = _Parser(tokens(text))
    yield from parser.block(frozenset(), 0)
