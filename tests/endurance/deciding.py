"""Decides at random, as fast as it can, and says so once each decision has been taken.

``python -m tests.endurance.deciding FOLDER SEED COUNT`` is one of several that write at once; what
kills runs :func:`decide` in a fork.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from random import Random

from relplan.app import Workbench, open_workbench
from relplan.app.timing import make_runbook, tick
from relplan.model.decision import LogEntry
from relplan.model.errors import RelplanError, UnknownNameError
from relplan.model.question import QuestionKind
from relplan.model.runbook import Outcome, Tick
from relplan.model.scenario import Mark

TICK = "tick"
SCAN = "scan"
FAULT = "fault"
READY = "ready"
_PAUSE = 0.1
"""Seconds after a fault, such as that a server is away."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a writer says that it has done."""

    kind: str
    """Of the decision; or one of the words above."""
    subject: str = ""
    """For a tick the runbook."""
    value: str = ""
    """For a tick its step and outcome."""
    number: int = 0
    """In the log."""


def line_of(said: Said) -> str:
    return json.dumps(asdict(said)) + "\n"


def said_in(lines: str) -> Iterator[Said]:
    """Yield what was said; of a writer that was killed the last line may be half."""
    for line in lines.splitlines(keepends=True):
        if line.endswith("\n"):
            yield Said(**json.loads(line))


def decide(
    folder: Path, seed: int, most: int | None, say: Callable[[str], None], *, thinks: float = 0.0
) -> None:
    """Decide *most* times, or until somebody ends the process, and scan now and then.

    Who *thinks*, for so many seconds at most before each decision, leaves scanning to others.
    """
    random = Random(seed)
    deeds = DECISIONS if thinks else (*DECISIONS, _scan)
    with open_workbench(folder) as bench:
        bench.plan()
        say(line_of(Said(READY)))
        for _ in count() if most is None else range(most):
            time.sleep(random.uniform(0, thinks))
            try:
                said = random.choice(deeds)(bench, random)
            except UnknownNameError:
                continue  # somebody else took away what it is about
            except RelplanError as error:
                said = Said(FAULT, value=str(error))
                time.sleep(_PAUSE)
            if said is not None:
                say(line_of(said))


def said_of(entry: LogEntry) -> Said:
    made = entry.decision
    return Said(made.kind.value, made.subject, made.value, entry.number)


def in_words(made: Tick) -> str:
    return f"{made.step} {made.outcome.value}"


def _of(entry: LogEntry | None) -> Said | None:
    return None if entry is None else said_of(entry)


def _mark(bench: Workbench, random: Random) -> Said | None:
    couplings = [one for one in bench.couplings() if one.kind.marks]
    chosen = random.choice(couplings)
    mark: Mark | None = random.choice((None, *chosen.kind.marks))
    if mark is None:
        with suppress(UnknownNameError):
            return _of(bench.unmark(chosen.name))
        return None
    return _of(bench.mark(chosen.name, mark.value))


def _dismiss(bench: Workbench, random: Random) -> Said | None:
    dismissed = sorted(bench.scenario().dismissals)
    if dismissed and random.random() < 0.5:
        return _of(bench.restore(random.choice(dismissed)))
    edges = [edge for edge in bench.plan().edges if edge.dismissible]
    if not edges:
        return None
    return _of(bench.dismiss(random.choice(edges).fingerprint, "it was picked"))


def _state(bench: Workbench, random: Random) -> Said | None:
    opened = [change.id for change in bench.plan().changes.values() if not change.merged]
    return _of(bench.set_state(random.choice(opened), random.choice(("in-progress", "ready"))))


def _answer(bench: Workbench, random: Random) -> Said | None:
    questions = bench.plan().graph.questions.values()
    asked = [one.id for one in questions if one.kind is not QuestionKind.PRODUCTION]
    if not asked:
        return None
    return _of(bench.answer(random.choice(asked), random.choice(("yes", "no", "")), "I know"))


def _tick(bench: Workbench, random: Random) -> Said | None:
    batch = random.choice(bench.plan().batches)
    book = make_runbook(bench, bench.scenario(), batch.changes[0], int(bench.clock()))
    if not book.steps:
        return None
    step, outcome = random.choice(book.steps), random.choice(list(Outcome))
    made = tick(bench, book, step, outcome)
    return Said(TICK, step.key, in_words(made))


def _scan(bench: Workbench, random: Random) -> Said:
    bench.scan(full=random.random() < 0.5)
    return Said(SCAN)


DECISIONS: tuple[Callable[[Workbench, Random], Said | None], ...] = (
    *(_mark, _mark, _dismiss, _dismiss, _state, _answer, _answer, _tick, _tick),
)


def _print(line: str) -> None:
    sys.stdout.write(line)
    sys.stdout.flush()


if __name__ == "__main__":
    decide(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), _print)
