"""On which line each change is, which comes before it there, and which needs none: a hotfix."""

from fnmatch import fnmatchcase
from functools import cached_property

from relplan.model.change import Change
from relplan.planning.constraints.pending import Pending


class Lines:
    """The lines of all services, as far as they have pending changes."""

    def __init__(self, known: Pending) -> None:
        """Look at *known*."""
        self._known = known

    def before(self, change: Change) -> Change | None:
        """Return the change that a deployment of the line of *change* ships before it.

        An open change goes to its base, where that is a line; else to the line it left last.
        """
        if self._goes_elsewhere(change):
            return self._newest.get((change.service, change.base))
        return self._known.changes.get(change.after)

    def ships_alone(self, change: Change) -> bool:
        """Tell whether *change* is a hotfix: an open change off production itself, meant as one."""
        if change.merged or not change.off:
            return False
        main = self._known.mains.get(change.service, "")
        elsewhere = bool(main) and change.base != main and self._is_line(change)
        return elsewhere or fnmatchcase(change.branch, self._known.workspace.hotfix)

    def _goes_elsewhere(self, change: Change) -> bool:
        """Tell whether a forge says that an open change goes to another line than it left last."""
        if not change.base or not change.line or change.merged:  # as most are
            return False
        return change.base != change.line and self._is_line(change)

    def _is_line(self, change: Change) -> bool:
        """Tell whether the base of *change* is a line, and not a branch that it is stacked on."""
        return bool(change.base) and f"{change.service}:{change.base}" not in self._known.changes

    @cached_property
    def _newest(self) -> dict[tuple[str, str], Change]:
        """The newest merged change of each line: hardly ever asked for."""
        merged = [change for change in self._known.changes.values() if change.merged]
        followed = {(change.service, change.line, change.after) for change in merged}
        return {
            (change.service, change.line): change
            for change in merged
            if (change.service, change.line, change.id) not in followed
        }
