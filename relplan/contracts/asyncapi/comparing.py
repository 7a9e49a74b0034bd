"""Compares two versions of an AsyncAPI contract."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from relplan.contracts.asyncapi.messages import Messages
from relplan.contracts.asyncapi.model import Action, Api, Operation
from relplan.contracts.asyncapi.report import Report
from relplan.contracts.asyncapi.versions import read_api
from relplan.contracts.bounds import BoundReachedError, Budget, UnreadableError
from relplan.contracts.kind import Version
from relplan.contracts.references import Node
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
                self._report.note(new.part, "operation-added", Severity.ADDITIVE, new.node, False)
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
        self._report.note(operation.part, rule, Severity.BREAKING, operation.node, True)

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
                action.direction,
                (f"{action}-parameter", f"the parameter '{name[:100]}'"),
            )

    def _compare_servers(self, before: Mapping[str, Node], after: Mapping[str, Node]) -> None:
        for name in sorted(before):
            old, new = before[name], after.get(name)
            if new is None:
                self._report.note("", "server-removed", Severity.RISKY, old, True)
                continue
            protocols = [node.get("protocol") for node in (old, new)]
            values = [node.value if node is not None else None for node in protocols]
            if not self._report.is_same(values[0], values[1]):
                node = protocols[1] or new
                self._report.note("", "server-protocol-changed", Severity.BREAKING, node, False)


def _key(operation: Operation) -> tuple[Action, str]:
    """Return what stays when a parameter in the address is called otherwise."""
    return operation.action, _PARAMETER.sub("{}", operation.channel)


def _servers(apis: Sequence[Api]) -> dict[str, Node]:
    return {name: node for api in apis for name, node in api.servers.items()}


def _some(node: Node | None) -> tuple[Node, ...]:
    return () if node is None else (node,)
