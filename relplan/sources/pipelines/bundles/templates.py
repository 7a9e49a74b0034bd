"""Helm's templates as text: their blocks, what is left out for sure, and what loops make."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

_ACTION = re.compile(r"\{\{([^{}]{0,1000})\}\}")
_OPENS = frozenset({"if", "range", "with", "define", "block"})
_WORKLOAD = re.compile(
    r"^[ \t]*kind:[ \t]*[\"']?"
    r"(?:Deployment|StatefulSet|DaemonSet|CronJob|DeploymentConfig|Rollout)\b",
    re.MULTILINE,
)
_INCLUDED = re.compile(r"(?:include|template)\s+\"([^\"\n]{1,200})\"")
_OVER_VALUES = re.compile(r"\.Values\.([\w.-]{1,200})")
_LITERALS = re.compile(r"(?:list|tuple)((?:\s+\"[^\"\n]{1,100}\"){1,100})")
_LOOKS_AT_FLAG = re.compile(r"\.enabled\b")
_MOST = 2_000
"""Actions of one template."""
_MOST_LOOPS = 50


@dataclass(slots=True)
class Block:
    """``{{ if … }}`` and its like: what stands between it and its end, or its else."""

    kind: str
    expression: str
    start: int
    """Where its text begins."""
    end: int = -1
    other: int = -1
    """Where the text behind its first ``else`` begins; negative: it has none."""


class Loop(NamedTuple):
    """A loop that makes workloads."""

    over: str
    """The values that it goes through, such as ``components``; empty: the words listed."""
    words: tuple[str, ...]
    line: int
    needs_flag: bool
    """It makes one only where ``enabled`` is set."""


def blocks(text: str) -> list[Block]:
    """Return the blocks of a template; one that does not end goes on to the end of the text."""
    found: list[Block] = []
    ahead: list[Block] = []
    for number, match in enumerate(_ACTION.finditer(text)):
        word, _, rest = match[1].strip("- \t\r\n").partition(" ")
        if number > _MOST:
            break
        if word in _OPENS:
            ahead.append(Block(word, rest.strip(), match.end()))
            found.append(ahead[-1])
        elif word == "else" and ahead and ahead[-1].other < 0:
            ahead[-1].other = match.end()
            ahead[-1].end = match.start()
        elif word == "end" and ahead:
            block = ahead.pop()
            block.end = match.start() if block.end < 0 else block.end
    for block in ahead:
        block.end = len(text) if block.end < 0 else block.end
    return found


def without_disabled(text: str, values: Mapping[str, str]) -> str:
    """Return a template without what its conditions leave out by these values; lines stay."""
    if "{{" not in text:
        return text
    pieces, at = [], 0
    for block in blocks(text):
        if block.start >= at and block.kind == "if" and _holds(block.expression, values) is False:
            pieces += [text[at : block.start], "\n" * text.count("\n", block.start, block.end)]
            at = block.end
    return "".join((*pieces, text[at:]))


_WORDS = re.compile(r"[()]|\"[^\"]*\"|[^\s()\"]+")


def _holds(expression: str, values: Mapping[str, str]) -> bool | None:
    """Tell whether a condition holds by values that are set; None: that is not known."""
    return _Condition(_WORDS.findall(expression)[:60], values).value()


@dataclass(slots=True)
class _Condition:
    words: Sequence[str]
    values: Mapping[str, str]
    at: int = 0
    deep: int = field(default=0)

    def value(self) -> bool | None:
        """Return what the rest of the words amounts to."""
        word = self._next()
        if word == "not":
            held = self._one()
            return None if held is None else not held
        if word in ("and", "or"):
            return self._all(word)
        self.at -= 1
        held = self._one()
        return held if self.at >= len(self.words) or self.words[self.at] == ")" else None

    def _all(self, word: str) -> bool | None:
        held = []
        while self.at < len(self.words) and self.words[self.at] != ")":
            held.append(self._one())
        decided = word == "or"
        if decided in held:
            return decided
        return None if None in held or not held else not decided

    def _one(self) -> bool | None:
        word = self._next()
        if word == "(" and self.deep < 10:
            self.deep += 1
            held = self.value()
            while self._next() not in (")", ""):
                held = None
            self.deep -= 1
            return held
        match = re.fullmatch(r"\$?\.Values\.([\w.-]+)", word)
        known = self.values.get(match[1]) if match else None
        return None if known is None else known not in ("false", "", "0")

    def _next(self) -> str:
        self.at += 1
        return self.words[self.at - 1] if self.at <= len(self.words) else ""


def makers(texts: Collection[str]) -> frozenset[str]:
    """Return the named templates in *texts* that make a workload, by themselves or by others."""
    bodies: dict[str, str] = {}
    for text in texts:
        for block in blocks(text):
            if block.kind in ("define", "block"):
                bodies[block.expression.partition(" ")[0].strip('"')] = text[
                    block.start : block.end
                ]
    found = {name for name, body in bodies.items() if _WORKLOAD.search(body)}
    included = {name: set(_INCLUDED.findall(body)) for name, body in bodies.items()}
    more = found
    while more:
        more = {name for name, inner in included.items() if inner & found} - found
        found |= more
    return frozenset(found)


def loops(text: str, making: Collection[str]) -> Iterator[Loop]:
    """Yield the loops of a template that make workloads, also by the templates *making* some."""
    ranges = [block for block in blocks(text) if block.kind == "range"]
    for block in ranges[:_MOST_LOOPS]:
        body = text[block.start : block.end]
        if not (_WORKLOAD.search(body) or any(name in making for name in _INCLUDED.findall(body))):
            continue
        line = text.count("\n", 0, block.start) + 1
        needs_flag = any(
            inner.kind == "if" and _LOOKS_AT_FLAG.search(inner.expression) for inner in blocks(body)
        )
        listed = _LITERALS.search(block.expression)
        over = _OVER_VALUES.search(block.expression)
        if over or listed:
            words = tuple(re.findall(r'"([^"]+)"', listed[1])) if listed else ()
            yield Loop(over[1] if over else "", words, line, needs_flag)
