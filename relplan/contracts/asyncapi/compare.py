"""Compares two versions of an AsyncAPI contract."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from relplan.contracts.asyncapi.document import read_api
from relplan.contracts.asyncapi.model import Action, Api, Message, Operation
from relplan.contracts.asyncapi.report import Report
from relplan.contracts.asyncapi.rules import Described
from relplan.contracts.bounds import BoundReachedError, Budget, UnreadableError
from relplan.contracts.kind import Version
from relplan.contracts.references import Node
from relplan.contracts.schemas.shape import Dialect
from relplan.model.finding import Finding, Severity

_PARAMETER = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class _Both:
    """One operation, before and after."""

    before: Operation
    after: Operation

    @property
    def part(self) -> str:
        return self.before.part


class Comparison:
    """Compares all files of a contract."""

    def __init__(self, base: Version, revision: Version, budget: Budget) -> None:
        """Compare *base* and *revision*."""
        self._report = Report(base, revision, budget)
        self._messages = Messages(self._report)
        self._files = base.roots, revision.roots

    def findings(self) -> Iterator[Finding]:
        """Return what differs; where the bound is reached, what was found until then."""
        try:
            self._compare()
        except BoundReachedError as error:
            self._report.fault(error, "bound-reached")
        yield from self._report.findings()

    def _compare(self) -> None:
        base, revision = (self._read(paths, gone) for paths, gone in self._sides())
        before = {_key(operation): operation for api in base for operation in api.operations}
        after = {_key(operation): operation for api in revision for operation in api.operations}
        if self._report.has_unread_files:
            kept = before.keys() & after.keys()  # what is gone may only not have been read
            before = {key: before[key] for key in before if key in kept}
        channels = {operation.channel for operation in after.values()}
        for key in dict.fromkeys((*before, *after)):
            old, new = before.get(key), after.get(key)
            if old is not None and new is not None:
                self._compare_operation(_Both(old, new))
            elif old is not None:
                self._removed(old, channel_stays=old.channel in channels)
            elif new is not None:
                self._report.note(new.part, "operation-added", new.node, False)
        if not self._report.has_unread_files:
            self._compare_servers(_servers(base), _servers(revision))

    def _sides(self) -> Iterator[tuple[Sequence[str], bool]]:
        yield self._files[0], True
        yield self._files[1], False

    def _read(self, paths: Sequence[str], gone: bool) -> list[Api]:
        found = []
        for path in paths:
            try:
                found.append(read_api(path, self._report.references(gone), self._report.fault))
            except BoundReachedError:
                raise
            except UnreadableError as error:
                self._report.unread_file(error, path)
        return found

    def _removed(self, operation: Operation, *, channel_stays: bool) -> None:
        rule = "operation-removed" if channel_stays else "channel-removed"
        self._report.note(operation.part, rule, operation.node, True)

    def _compare_operation(self, both: _Both) -> None:
        action = both.before.action
        self._messages.compare(both.part, action, both.before.messages, both.after.messages)
        self._messages.compare(both.part, action.answer, both.before.answers, both.after.answers)
        self._compare_parameters(both, action)
        self._report.compare_opaque(
            both.part, "bindings-changed", both.before.bindings, both.after.bindings
        )
        self._report.compare_opaque(
            both.part, "security-changed", _some(both.before.security), _some(both.after.security)
        )

    def _compare_parameters(self, both: _Both, action: Action) -> None:
        before, after = both.before.parameters, both.after.parameters
        for name in sorted(before.keys() & after.keys()):
            self._report.compare_schemas(
                both.part,
                (before[name], after[name]),
                (action, Described.PARAMETER),
                f"the parameter '{name[:100]}'",
            )

    def _compare_servers(self, before: Mapping[str, Node], after: Mapping[str, Node]) -> None:
        for name in sorted(before):
            old, new = before[name], after.get(name)
            if new is None:
                self._report.note("", "server-removed", old, True)
                continue
            protocols = [node.get("protocol") for node in (old, new)]
            values = [node.value if node is not None else None for node in protocols]
            if not self._report.is_same(values[0], values[1]):
                node = protocols[1] or new
                self._report.note("", "server-protocol-changed", node, False)


def _key(operation: Operation) -> tuple[Action, str]:
    """Return what stays when a parameter in the address is called otherwise."""
    return operation.action, _PARAMETER.sub("{}", operation.channel)


def _servers(apis: Sequence[Api]) -> dict[str, Node]:
    return {name: node for api in apis for name, node in api.servers.items()}


def _some(node: Node | None) -> tuple[Node, ...]:
    return () if node is None else (node,)


_OURS = re.compile(r"application/(vnd\.aai\.asyncapi|schema)(\+json|\+yaml)?(;.*)?|", re.IGNORECASE)
_OPENAPI = re.compile(
    r"application/vnd\.oai\.openapi(\+json|\+yaml)?;\s*version=(?P<version>[\d.]+).*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Names:
    """What the rules are called for what the provider does."""

    removed: str
    added: str
    described: str
    content_type_changed: str
    correlation_changed: str
    bindings_changed: str
    format_changed: str


_NAMES = {
    Action.RECEIVE: _Names(
        removed="receive-message-removed",
        added="receive-message-added",
        described="receive-message-described",
        content_type_changed="receive-content-type-changed",
        correlation_changed="receive-correlation-changed",
        bindings_changed="receive-message-bindings-changed",
        format_changed="receive-payload-format-changed",
    ),
    Action.SEND: _Names(
        removed="send-message-removed",
        added="send-message-added",
        described="send-message-described",
        content_type_changed="send-content-type-changed",
        correlation_changed="send-correlation-changed",
        bindings_changed="send-message-bindings-changed",
        format_changed="send-payload-format-changed",
    ),
}


def dialect_of(schema_format: str) -> Dialect | None:
    """Return how a payload's schema is read; None where it is in a language of another kind."""
    if _OURS.fullmatch(schema_format):
        return Dialect.JSON_SCHEMA
    found = _OPENAPI.fullmatch(schema_format)
    if found is None:
        return None
    old = found["version"].startswith(("2", "3.0"))
    return Dialect.OPENAPI_30 if old else Dialect.JSON_SCHEMA


class Messages:
    """Compares messages, and says to a report what differs."""

    def __init__(self, report: Report) -> None:
        """Say what differs to *report*."""
        self._report = report

    def compare(
        self, part: str, action: Action, before: Sequence[Message], after: Sequence[Message]
    ) -> None:
        """Note how the messages that *action* is about differ."""
        pairs, gone, come = _matched(before, after)
        for old, new in pairs:
            if not (old.unread or new.unread):
                self._compare_message(part, action, old, new)
        if any(message.unread for message in (*before, *after)):
            return  # what is gone or new may be what could not be read
        for message in gone:
            text = f"message removed: '{message.name[:100]}'"
            self._report.note(part, _NAMES[action].removed, message.node, True, text)
        for message in come if before else ():
            text = f"message added: '{message.name[:100]}'"
            self._report.note(part, _NAMES[action].added, message.node, False, text)
        if come and not before:
            self._described(part, action, come)

    def _described(self, part: str, action: Action, come: Sequence[Message]) -> None:
        """Note that of messages of which nothing was said, something is said now."""
        for message in come:
            text = f"message described for the first time: '{message.name[:100]}'"
            self._report.note(part, _NAMES[action].described, message.node, False, text)

    def _compare_message(self, part: str, action: Action, old: Message, new: Message) -> None:
        self._compare_payload(part, action, old, new)
        whole = f"the headers of '{new.name[:100]}'" if new.name else "the headers"
        self._report.compare_schemas(
            part, (old.headers, new.headers), (action, Described.HEADERS), whole
        )
        types = [message.content_type for message in (old, new)]
        values = [node.value if node is not None else None for node in types]
        if not self._report.is_same(*values):
            node, gone = (types[1], False) if types[1] is not None else (new.node, False)
            severity = Severity.RISKY if None in values else None
            rule = _NAMES[action].content_type_changed
            self._report.note(part, rule, node, gone, severity=severity)
        self._compare_rest(part, action, old, new)

    def _compare_rest(self, part: str, action: Action, old: Message, new: Message) -> None:
        for rule, before, after in (
            (_NAMES[action].correlation_changed, old.correlation, new.correlation),
            (_NAMES[action].bindings_changed, old.bindings, new.bindings),
        ):
            if not self._report.is_same_with_files(before, after):
                node, gone = (after, False) if after is not None else (before or old.node, True)
                self._report.note(part, rule, node, gone)

    def _compare_payload(self, part: str, action: Action, old: Message, new: Message) -> None:
        dialects = dialect_of(old.schema_format), dialect_of(new.schema_format)
        whole = f"the payload of '{new.name[:100]}'" if new.name else "the payload"
        if dialects[0] is not None and dialects[1] is not None:
            self._report.compare_schemas(
                part,
                (old.payload, new.payload),
                (action, Described.PAYLOAD),
                whole,
                dialects[1],
            )
        elif _language(old.schema_format) != _language(new.schema_format):
            node = new.payload or new.node
            text = f"{whole} is described in another language: '{new.schema_format[:100]}'"
            self._report.note(part, _NAMES[action].format_changed, node, False, text)
        elif not self._report.is_same_with_files(old.payload, new.payload):
            node = new.payload or new.node
            text = f"{whole} changed, in a language not understood: '{new.schema_format[:100]}'"
            self._report.note(part, "unreadable", node, False, text)


def _language(schema_format: str) -> str:
    """Return the media type without its version."""
    return re.split(r"[+;]", schema_format.lower(), maxsplit=1)[0].strip()


def _matched(
    before: Sequence[Message], after: Sequence[Message]
) -> tuple[list[tuple[Message, Message]], list[Message], list[Message]]:
    """Return which message became which, those that are gone, and those that are new."""
    by_name: dict[str, list[Message]] = {}
    for new in reversed(after):
        by_name.setdefault(new.name, []).append(new)
    pairs, gone = [], []
    for old in before:
        same = by_name.get(old.name)
        if same:
            pairs.append((old, same.pop()))
        else:
            gone.append(old)
    taken = {id(new) for _, new in pairs}
    come = [new for new in after if id(new) not in taken]
    if len(gone) == len(come) == 1:
        pairs.append((gone.pop(), come.pop()))
    return pairs, gone, come
