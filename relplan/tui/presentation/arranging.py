"""In which groups and in which order changes are listed."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from relplan.model.evidence import Confidence
from relplan.planning.folding import Run
from relplan.planning.plan import Plan


class Group(StrEnum):
    """What stands over changes in the list."""

    BATCH = "batch"
    SERVICE = "service"
    TEAM = "team"
    FEATURE = "feature"


class Sort(StrEnum):
    """What decides the order, of groups and in them."""

    WAVE = "wave"
    SIZE = "batch size"
    SERVICE = "service"
    AGE = "age"
    WAITING = "waiting"
    TITLE = "title"


ABOUT_GROUPS = {
    Group.BATCH: "what must go out together",
    Group.SERVICE: "what is deployed together",
    Group.TEAM: "whose it is",
    Group.FEATURE: "for which goal it is",
}
ABOUT_SORTS = {
    Sort.WAVE: "what waits for no other service first",
    Sort.SIZE: "the largest batches first",
    Sort.SERVICE: "by the name of the service",
    Sort.AGE: "the oldest commits first",
    Sort.WAITING: "what is done first, the oldest of it before the others",
    Sort.TITLE: "by the title",
}


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How a list of changes is laid out."""

    group: Group = Group.BATCH
    sort: Sort = Sort.WAVE

    @property
    def words(self) -> str:
        """Say how, where it is not as usual."""
        group = "" if self.group is Group.BATCH else f" of each {self.group}"
        return group + ("" if self.sort is Sort.WAVE else f" by {self.sort}")


Place = tuple[int, int, str]


def place_of(plan: Plan, run: Run, sort: Sort) -> Place:
    """Return by what *run* is put before or after others."""
    change = plan.changes[run.newest]
    oldest = min(plan.changes[name].date for name in run.changes)
    match sort:
        case Sort.WAVE:
            return 0, plan.batch_numbers[run.newest], ""
        case Sort.SIZE:
            number = plan.batch_numbers[run.newest]
            return -plan.ordered[number].changes, number, ""
        case Sort.SERVICE:
            return 0, 0, change.service.casefold()
        case Sort.AGE:
            return oldest, 0, ""
        case Sort.WAITING:
            return (0 if change.state.done else 1), oldest, ""
        case Sort.TITLE:
            return 0, 0, change.title.casefold()


def group_of(plan: Plan, change: str, group: Group) -> str:
    """Return the name of the group that *change* is in; empty: nobody said."""
    found = plan.changes[change]
    match group:
        case Group.SERVICE:
            return found.service
        case Group.TEAM:
            return plan.team_of(found.service)
        case Group.FEATURE:
            declared = (one for one in found.features if one.confidence is not Confidence.GUESSED)
            return next((one.key for one in declared), "")
        case Group.BATCH:
            return plan.batch_of[change].id


def first_match(plan: Plan, names: Iterable[str], text: str) -> str:
    """Return the first of *names* whose id begins with *text*, else has it, else whose title has.

    Empty: none of them does.
    """
    wanted = text.casefold().strip()
    by_id = by_title = ""
    for name in names if wanted else ():
        folded = name.casefold()
        if folded.startswith(wanted):
            return name
        if not by_id and wanted in folded:
            by_id = name
        if not by_title and wanted in plan.changes[name].title.casefold():
            by_title = name
    return by_id or by_title
