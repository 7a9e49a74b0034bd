"""Compares what credentials operations want: who was let in, and is refused from now on.

Of each way to be let in it is asked whether one of the revision's ways asks for no more. Schemes
that are only called otherwise are the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from relplan.contracts.openapi.credentials import Scheme, aliases, described, scheme_of
from relplan.contracts.openapi.document import Api, Operation
from relplan.contracts.openapi.report import Report, Spot
from relplan.contracts.references import Node
from relplan.model.finding import Severity

_LONGEST = 300


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to be let in: all of these schemes, with their scopes; none: anybody is."""

    schemes: Mapping[str, frozenset[str]]
    """By name; the revision's by the names that the base has for them."""
    node: Node
    label: str
    """For people: what callers send."""

    def lets_in(self, other: "_Way") -> bool:
        """Tell whether who is let in by *other* is let in by this."""
        return all(
            name in other.schemes and scopes <= other.schemes[name]
            for name, scopes in self.schemes.items()
        )


@dataclass(frozen=True, slots=True)
class _Demand:
    """All the ways to be let in."""

    ways: tuple[_Way, ...]
    everywhere: bool
    """Whether it stands at the top of the document."""
    node: Node

    def refuses(self, way: _Way) -> bool:
        """Tell whether who is let in by *way* is not let in here."""
        return not any(one.lets_in(way) for one in self.ways)

    @property
    def label(self) -> str:
        return " or ".join(one.label for one in self.ways if one.schemes)[:_LONGEST]


@dataclass(frozen=True, slots=True)
class _Names:
    """What the rules are called."""

    added: str
    removed: str
    scope_added: str
    scope_removed: str


_OF_ALL = _Names(
    "api-global-security-added",
    "api-global-security-removed",
    "api-global-security-scope-added",
    "api-global-security-scope-removed",
)
"""Of what stands at the top of both documents."""
_OF_ONE = _Names(
    "api-security-added",
    "api-security-removed",
    "api-security-scope-added",
    "api-security-scope-removed",
)


def compare_demands(part: str, base: Operation, revision: Operation, report: Report) -> None:
    """Compare what the callers of one operation must send."""
    before, after = _demand(base, {}), _demand(revision, aliases(base.api, revision.api))
    report.budget.spend(2 * len(before.ways) * len(after.ways))
    names = _OF_ALL if before.everywhere and after.everywhere else _OF_ONE
    refused = [way for way in before.ways if after.refuses(way)]
    for way in refused:
        _note_refused(part, way, after, names, report)
    for way in after.ways if not refused else ():
        if before.refuses(way):
            _note_let_in(part, way, before, names, report)


def _note_refused(part: str, way: _Way, after: _Demand, names: _Names, report: Report) -> None:
    """Note that who was let in by *way* is refused from now on, by what is wanted instead."""
    if not way.schemes:
        text = f"callers without credentials are refused from now on: they must send {after.label}"
        report.note(part, names.added, Spot(after.node), text)
        return
    same = _fewest([one for one in after.ways if one.schemes.keys() == way.schemes.keys()], way)
    more = _fewest([one for one in after.ways if one.schemes.keys() > way.schemes.keys()], way)
    if same is not None:
        for name, scope in _missing(same, way):
            text = f"callers whose credentials of {name} lack the scope '{scope}' are refused"
            report.note(part, names.scope_added, Spot(same.node), f"{text} from now on")
    elif more is not None:
        text = f"callers that send only {way.label} are refused from now on: they must send"
        report.note(part, names.added, Spot(more.node), f"{text} {more.label}")
    else:
        text = f"callers that send {way.label} are refused from now on: they must send"
        spot = Spot(way.node, gone=True)
        report.note(part, names.removed, spot, f"{text} {after.label}")


def _note_let_in(part: str, way: _Way, before: _Demand, names: _Names, report: Report) -> None:
    """Note that who was refused is let in by *way*."""
    same = [one for one in before.ways if one.schemes.keys() == way.schemes.keys()]
    less = [one for one in before.ways if one.schemes.keys() > way.schemes.keys()]
    if not way.schemes:
        spot = Spot(before.node, gone=True)
        text = "callers need no credentials from now on"
        report.note(part, names.removed, spot, text, Severity.ADDITIVE)
    elif same:
        for name, scope in _missing(same[0], way):
            text = f"callers need the scope '{scope}' of {name} no longer"
            spot = Spot(same[0].node, gone=True)
            report.note(part, names.scope_removed, spot, text)
    elif less:
        text = f"callers need no longer send {less[0].label}: {way.label} will do"
        report.note(part, names.removed, Spot(less[0].node, gone=True), text, Severity.ADDITIVE)
    else:
        text = f"callers may send {way.label} instead, from now on"
        report.note(part, names.added, Spot(way.node), text, Severity.ADDITIVE)


def _fewest(ways: Sequence[_Way], sent: _Way) -> _Way | None:
    """Return that of *ways* which wants the fewest scopes that are not *sent*."""
    return min(ways, key=lambda way: len(_missing(way, sent)), default=None)


def _missing(wanted: _Way, sent: _Way) -> list[tuple[str, str]]:
    """Return the scopes that are *wanted* and not *sent*, each with the scheme's name."""
    return [
        (f"'{name[:60]}'", scope[:60])
        for name, scopes in sorted(wanted.schemes.items())
        for scope in sorted(scopes - sent.schemes.get(name, frozenset()))
    ]


def _demand(operation: Operation, renamed: Mapping[str, str]) -> _Demand:
    """Return what *operation* wants; *renamed* are the names that schemes had in the base."""
    api = operation.api
    own = operation.node.get("security")
    node = own or api.root.get("security")
    items = api.reader.items(node)
    ways = [_way(item, api, renamed) for item in items]
    whole = node or api.root
    return _Demand(tuple(ways) or (_Way({}, whole, ""),), own is None, whole)


def _way(item: Node, api: Api, renamed: Mapping[str, str]) -> _Way:
    schemes: dict[str, frozenset[str]] = {}
    labels = []
    for name, node in api.reader.entries(item):
        scopes = [one.value for one in api.reader.items(node) if isinstance(one.value, str)]
        schemes[renamed.get(name, name)] = frozenset(scopes)
        labels.append(described(name, scopes, api))
    return _Way(schemes, item, " and ".join(sorted(labels))[:_LONGEST])


def schemes_used(operation: Operation) -> set[str]:
    """Return the names of the schemes by which an operation lets callers in."""
    return {name for way in _demand(operation, {}).ways for name in way.schemes}


def compare_schemes(
    base: Api, revision: Api, parts: Mapping[str, list[str]], report: Report
) -> None:
    """Compare the security schemes; *parts* tells which operations use each."""
    renamed = aliases(base, revision)
    for name in sorted(base.schemes.keys() | revision.schemes.keys()):
        if name in renamed or name in renamed.values():
            continue  # it is only called otherwise
        old, new = base.schemes.get(name), revision.schemes.get(name)
        for part in parts.get(name) or [""]:
            if old is None and new is not None:
                text = f"the security scheme '{name[:100]}' was added"
                report.note(part, "api-security-component-added", Spot(new), text)
            elif new is None and old is not None:
                text = f"the security scheme '{name[:100]}' was removed"
                spot = Spot(old, gone=True)
                report.note(part, "api-security-component-removed", spot, text)
            elif old is not None and new is not None:
                both = scheme_of(old, base), scheme_of(new, revision)
                _compare_schemes(part, name[:100], *both, report)


def _compare_schemes(part: str, name: str, old: Scheme, new: Scheme, report: Report) -> None:
    used = Severity.RISKY if part else Severity.NONE
    at = Spot(new.node)
    if old.kind != new.kind:
        _note_kind(part, name, old, new, report)
    for key in sorted(old.urls.keys() & new.urls.keys()):
        if old.urls[key] != new.urls[key]:
            rule = "api-security-component-oauth-url-changed"
            if key.endswith("tokenUrl"):
                rule = "api-security-component-oauth-token-url-changed"
            text = f"the {key} of the security scheme '{name}' changed"
            report.note(part, rule, at, text, used)
    for scope in sorted(new.scopes - old.scopes):
        text = f"the scope '{scope[:100]}' was added to the security scheme '{name}'"
        report.note(part, "api-security-component-oauth-scope-added", at, text)
    for scope in sorted(old.scopes - new.scopes):
        text = f"the scope '{scope[:100]}' was removed from the security scheme '{name}'"
        spot = Spot(old.node, gone=True)
        report.note(part, "api-security-component-oauth-scope-removed", spot, text, used)


def _note_kind(part: str, name: str, old: Scheme, new: Scheme, report: Report) -> None:
    """Note that credentials are of another type: how bad that is, what is sent tells."""
    if old.sent_as(new) is None:
        text = f"callers that send {old.label} are refused from now on: they must send {new.label}"
        severity = Severity.BREAKING
    else:
        text = f"the security scheme '{name}' changed from '{old.kind}' to '{new.kind}'"
        severity = Severity.NONE if old.sent_as(new) else Severity.RISKY
    severity = severity if part else Severity.NONE
    report.note(part, "api-security-component-type-changed", Spot(new.node), text, severity)
