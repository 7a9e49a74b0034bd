"""Compares what the provider calls: callbacks and webhooks.

There the consumer is the one who is asked, so what is a request elsewhere is judged as a response,
and the other way round.
"""

from relplan.contracts.openapi.bodies import Told, answering, compare_contents, compare_headers
from relplan.contracts.openapi.document import Api, Operation, operations_under
from relplan.contracts.openapi.parts import Body, Header, Parts, Response, dialect_of
from relplan.contracts.openapi.report import Report, Spot
from relplan.contracts.openapi.taking import parts_of
from relplan.contracts.schemas.change import Direction
from relplan.contracts.schemas.shape import Dialect


def compare_callbacks(part: str, base: Operation, revision: Operation, report: Report) -> None:
    """Compare the callbacks of one operation."""
    before, after = _callbacks_of(base), _callbacks_of(revision)
    for key in dict.fromkeys((*before, *after)):
        gone, come = before.get(key, {}), after.get(key, {})
        for expression in [one for one in gone if one in come]:
            _compare(part, "callback", gone.pop(expression), come.pop(expression), report)
        if len(gone) == len(come) == 1:
            (old,), (new,) = gone.values(), come.values()
            gone, come = {}, {}
            _note_elsewhere(part, key, old, new, report)
            _compare(part, "callback", old, new, report)
        for expression, old in gone.items():
            text = f"the callback {_label(key, expression)} is no longer made"
            report.note(part, "callback-removed", Spot(old.node, gone=True), text)
        for expression, new in come.items():
            text = f"the callback {_label(key, expression)} is made, too"
            report.note(part, "callback-added", Spot(new.node), text)


_CallbackKey = tuple[str, str]
"""The name of a callback, and the method."""


def _label(key: _CallbackKey, expression: str) -> str:
    name, method = key
    return f"'{name[:100]}' ({method} {expression[:100]})"


def _callbacks_of(operation: Operation) -> dict[_CallbackKey, dict[str, Operation]]:
    """Return what is called of each callback, by the expressions that say where."""
    found: dict[_CallbackKey, dict[str, Operation]] = {}
    reader = operation.api.reader
    for name, callback in reader.objects(operation.node.get("callbacks"), extensible=True).items():
        for called in operations_under(callback, operation.api):
            found.setdefault((name, called.method), {}).setdefault(called.template, called)
    return found


def _note_elsewhere(
    part: str, key: _CallbackKey, old: Operation, new: Operation, report: Report
) -> None:
    """Note that a callback is sent to where another expression says."""
    text = f"the callback {_label(key, new.template)} is no longer sent to"
    spot = Spot(new.node)
    report.note(part, "callback-expression-changed", spot, f"{text} '{old.template[:100]}'")


def compare_webhooks(base: Api, revision: Api, report: Report) -> None:
    """Compare the webhooks of two documents."""
    for part, old in base.webhooks.items():
        if part in revision.webhooks:
            new = revision.webhooks[part]
            _compare(part, "webhook", old, new, report)
            report.take_faults(part, base.reader, revision.reader)
        else:
            spot = Spot(old.node, gone=True)
            text = "the webhook is no longer called"
            report.note(part, "webhook-removed", spot, text)
    for part, new in revision.webhooks.items():
        if part not in base.webhooks:
            text = "the webhook was added"
            report.note(part, "webhook-added", Spot(new.node), text)


def _compare(part: str, word: str, old: Operation, new: Operation, report: Report) -> None:
    before, after = parts_of(old), parts_of(new)
    dialect = dialect_of(old, new)
    told = Told(part, f"the body of the {word}", Direction.RESPONSE, dialect)
    _compare_bodies(before.body, after.body, told, report)
    compare_headers(part, _sent(before), _sent(after), dialect, report, owner=word)
    _compare_answers(part, word, before, after, dialect, report)


def _compare_bodies(old: Body | None, new: Body | None, told: Told, report: Report) -> None:
    if old is not None and new is not None:
        compare_contents(old.contents, new.contents, told, report)
    elif old is not None:
        text = f"{told.label} was removed"
        spot = Spot(old.node, gone=True)
        report.note(told.part, "response-body-removed", spot, text)
    elif new is not None:
        text = f"{told.label} was added"
        report.note(told.part, "response-body-added", Spot(new.node), text)


def _sent(parts: Parts) -> dict[str, Header]:
    """Return the parameters that the consumer receives."""
    return {
        f"{location} {name}": Header(sent.name, sent.node, sent.schema, sent.required)
        for (location, name), sent in parts.parameters.items()
        if location != "path"
    }


def _compare_answers(
    part: str, word: str, before: Parts, after: Parts, dialect: Dialect, report: Report
) -> None:
    """Compare what consumers may answer."""
    told = Told(part, f"the answer to the {word}", Direction.REQUEST, dialect)
    for status, old in before.responses.items():
        new = next((after.responses[other] for other in answering(status, after.responses)), None)
        if new is not None:
            compare_contents(old.contents, new.contents, told, report)
        elif status.startswith("2"):
            _note_answer_removed(part, status, old, told, report)


def _note_answer_removed(part: str, status: str, old: Response, told: Told, report: Report) -> None:
    text = f"{told.label} may no longer have the status {status[:20]}"
    spot = Spot(old.node, gone=True)
    report.note(part, "response-success-status-removed", spot, text)
