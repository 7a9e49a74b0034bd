"""The verdict on one change as workflow commands, which GitHub shows beside the code."""

from collections.abc import Iterator

from relplan.model.counting import listed
from relplan.model.edge import Edge
from relplan.model.plan import Status, Why
from relplan.planning.plan import Plan

_MOST = 10
"""GitHub shows so many of one step."""


def annotations(plan: Plan, explanation: Why) -> str:
    """Return an error for each blocker, a warning for each partner or question, or one notice."""
    return "".join(f"{line}\n" for line in _lines(plan, explanation))


def _lines(plan: Plan, explanation: Why) -> Iterator[str]:
    title = f"{explanation.change} is {explanation.status}"
    yield from _remarks(explanation)
    if explanation.status is Status.UNCERTAIN or (
        explanation.status.free and not explanation.certainly_free
    ):
        yield from _uncertain(explanation, title)
        return
    if explanation.status.free:
        if explanation.others_first:
            text = f"only after {listed(explanation.others_first, _MOST)}"
            yield _command("warning", title, text)
        else:
            yield _command("notice", title, f"{explanation.change} can be shipped alone")
        return
    found = [("error", f"blocked by {one.node}", one.path) for one in explanation.blockers]
    found = found or [("warning", f"in lock-step with {one.change}", one.cycle)
                      for one in explanation.tied]  # fmt: skip
    if not found:
        yield _command("error", title, f"{explanation.change} is in progress itself")
    for level, message, path in found[:_MOST]:
        steps = ", then ".join(f"{edge.source} needs {edge.target}" for edge in path[:6])
        yield _command(level, title, f"{message}: {steps}", _shown(plan, explanation.change, path))


def _uncertain(explanation: Why, title: str) -> Iterator[str]:
    """Show what is asked: each answer could stand against the change."""
    for one in explanation.questions[:_MOST]:
        yield _command("warning", title, f"{one.question.id}: {one.question.text}")
    if not explanation.questions:
        yield _command("warning", title, f"{explanation.change} is not certain to be free")


def _remarks(explanation: Why) -> Iterator[str]:
    """Show what is worth a look and decides nothing."""
    for caution in explanation.cautions[:_MOST]:
        yield _command("warning", "risky", f"{caution.contract}: {caution.evidence.text}")
    for key, others in explanation.suggested[:_MOST]:
        text = f"{key} is also in {listed(others, _MOST)}: perhaps they ship together"
        yield _command("notice", "suggested", text)


def _shown(plan: Plan, change: str, path: tuple[Edge, ...]) -> dict[str, str]:
    """Return the place of the first evidence in the change's own repository.

    What is gone stood in a file that may be there still, though not on that line.
    """
    own = plan.changes[change]
    found = [one for edge in path for one in edge.evidence if one.path]
    for one in found:
        if one.commit == own.commit:
            line = {"line": str(one.line)} if one.line else {}
            return {"file": one.path, **line}
    return next(({"file": one.path} for one in found if one.repository == own.service), {})


def _command(level: str, title: str, message: str, place: dict[str, str] | None = None) -> str:
    values = {**(place or {}), "title": title}
    said = ",".join(f"{name}={_property(value)}" for name, value in values.items())
    return f"::{level} {said}::{_data(message)}"


def _data(text: str) -> str:
    clean = "".join(
        c if c.isprintable() or c in "\r\n" else "\N{REPLACEMENT CHARACTER}" for c in text
    )
    return clean.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
