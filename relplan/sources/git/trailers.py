"""What commit messages declare: trailers, issue keys, breaking changes that name no contract."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from relplan.model.change import Dependency, Effect, EffectKind, FeatureSlice
from relplan.model.evidence import BREAKING_CHANGE, ISSUE_KEY, Confidence, Evidence
from relplan.model.reference import references
from relplan.sources.git.history import TRAILERS, Commit
from relplan.sources.git.issue_keys import IssueKeys
from relplan.sources.git.text import EVIDENCE, TITLE
from relplan.sources.near_misses import near_misses

EFFECTS = {
    "breaks": EffectKind.BREAKS,
    "extends": EffectKind.EXTENDS,
    "adapts-to": EffectKind.ADAPTS,
    "tolerates": EffectKind.TOLERATES,
}
_KEYS = frozenset(name.lower() for name in TRAILERS)
_TRAILER = re.compile(r"([A-Za-z0-9-]+)[ \t]*:(.*)")
_BREAKING = re.compile(r"^BREAKING[ -]CHANGE[ \t]*:", re.MULTILINE)
_BREAKING_TYPE = re.compile(r"[A-Za-z]{1,30}(?:\([^()]{0,100}\))?!:")
_DEPENDS_ON = re.compile(r"depends-on[ \t]*:", re.IGNORECASE)
_CHANGE_ID = re.compile(r"^Change-Id:[ \t]*(I[0-9a-f]{40})[ \t\r]*$", re.MULTILINE)
_MOST = 1_000
"""Trailers read of one commit; nobody writes as many."""


@dataclass(slots=True)
class Said:
    """What the commits of one change say."""

    effects: dict[tuple[EffectKind, str], Effect] = field(default_factory=dict)
    features: dict[str, FeatureSlice] = field(default_factory=dict)
    flag: Evidence | None = None
    depends_on: dict[str, Dependency] = field(default_factory=dict)
    aliases: dict[str, None] = field(default_factory=dict)
    """A set that keeps its order."""
    near_misses: dict[str, tuple[str, Evidence]] = field(default_factory=dict)
    """What is right, by the line that is nearly a trailer."""
    breaking: Evidence | None = None
    """That something breaks, with no contract named."""


def read_commit(said: Said, commit: Commit, service: str, page: str = "") -> None:
    """Add what one commit's message declares; *page* is where its repository is on the web."""
    if commit.declares:
        for key, value, line in trailers_of(commit):
            text = f"{key}: {value}"[:EVIDENCE]
            evidence = Evidence("trailer", text, service, commit.oid, line=line)
            values = references(value, page) if key.lower() == "depends-on" else (value,)
            for one in values:
                _add(said, key.lower(), one, evidence)
        if commit.title != commit.message.strip():
            _note_near_misses(said, commit, service)
        said.breaking = said.breaking or _breaking(commit, service)


def _note_near_misses(said: Said, commit: Commit, service: str) -> None:
    for text, right, line in near_misses(commit.message):
        if line > 1:
            evidence = Evidence("trailer", text[:EVIDENCE], service, commit.oid, line=line)
            said.near_misses.setdefault(text, (right, evidence))


def _add(said: Said, key: str, value: str, evidence: Evidence) -> None:
    if key in EFFECTS:
        kind = EFFECTS[key]
        said.effects.setdefault((kind, value), Effect(kind, value, evidence))
    elif key == "feature":
        if value not in said.features or said.features[value].confidence is Confidence.GUESSED:
            said.features[value] = FeatureSlice(value, evidence)
    elif key == "flag":
        said.flag = said.flag or evidence
    elif key == "depends-on":
        said.depends_on.setdefault(value, Dependency(value, evidence))
    else:
        said.aliases[value] = None


def add_issue_keys(
    said: Said, text: str, issue_keys: IssueKeys, service: str, commit: str, line: int = 0
) -> None:
    """Add a slice for each issue key in *text*: a subject, which is line 1, or a branch's name."""
    for key in issue_keys.find(text):
        if key not in said.features:
            evidence = Evidence(ISSUE_KEY, text[:EVIDENCE], service, commit, line=line)
            said.features[key] = FeatureSlice(key, evidence, Confidence.GUESSED)


def trailers_of(commit: Commit) -> Iterable[tuple[str, str, int]]:
    """Return (key, value, line) of the trailers that mean something to relplan.

    Git says which trailers the last paragraph has. A squash puts several messages into one, so
    any other paragraph that has nothing but trailers counts as well; what Gerrit and Zuul read
    amid prose counts amid prose.
    """
    pairs = list(_pairs(commit.trailers.split("\n")))
    known = set(pairs)
    pairs += [pair for pair in _inner(commit.message) if pair not in known]
    # A folded trailer is known by more than its first line.
    values = tuple(value for _, value in pairs)
    dependencies = _dependencies(commit.message)
    pairs += [pair for pair in dependencies if not any(v.startswith(pair[1]) for v in values)]
    if not any(key.lower() == "change-id" for key, _ in pairs):
        pairs += _change_id(commit.message)
    return _located(commit.message, pairs[:_MOST])


def _pairs(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        key, colon, value = line.partition(":")
        value = value.strip()[:TITLE]
        if colon and value and key.strip().lower() in _KEYS:
            yield key.strip(), value


def _inner(message: str) -> Iterator[tuple[str, str]]:
    """Return the trailers in the paragraphs between the subject and the last one."""
    for paragraph in re.split(r"\n(?:[ \t]*\n)+", message.strip("\n"))[1:-1]:
        lines: list[str] = []
        for line in paragraph.split("\n"):
            if _TRAILER.fullmatch(line):
                lines.append(line)
            elif lines and line[:1] in (" ", "\t"):
                lines[-1] += " " + line.strip()
            else:
                break
        else:
            yield from _pairs(lines)


def _dependencies(message: str) -> Iterator[tuple[str, str]]:
    """Return ``Depends-On:`` lines wherever they begin a line, as Zuul takes them.

    To overlook one in a paragraph of prose would be to take what is not known for clear.
    """
    lines = message.split("\n")
    return _pairs(line for line in lines if _DEPENDS_ON.match(line))


def _change_id(message: str) -> list[tuple[str, str]]:
    """Return the last ``Change-Id:`` of a message, whatever else its paragraph has."""
    found = _CHANGE_ID.findall(message)
    return [("Change-Id", found[-1])] if found else []


def _located(message: str, pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, int]]:
    """Add the line of the message in which each trailer begins; 0 where it was cut away."""
    places: dict[tuple[str, str], list[int]] = {}
    for number, line in enumerate(message.split("\n"), start=1):
        key, colon, value = line.partition(":")
        if colon and key.strip().lower() in _KEYS:
            places.setdefault((key.strip(), _first_word(value)), []).append(number)
    for key, value in pairs:
        lines = places.get((key, _first_word(value)), [])
        yield key, value, lines.pop(0) if lines else 0


def _first_word(value: str) -> str:
    return next(iter(value.split(maxsplit=1)), "")


def _breaking(commit: Commit, service: str) -> Evidence | None:
    if _BREAKING_TYPE.match(commit.title):
        return Evidence(BREAKING_CHANGE, commit.title[:EVIDENCE], service, commit.oid, line=1)
    if found := _BREAKING.search(commit.message):
        line = commit.message.count("\n", 0, found.start()) + 1
        text = commit.message[found.start() : found.start() + EVIDENCE].partition("\n")[0]
        return Evidence(BREAKING_CHANGE, text, service, commit.oid, line=line)
    return None
