"""Finds the releases that others pinned too long after they were made to have gone out together.

A view holds only what was released within the window, so nothing else tells that releases which
follow one another by days belong together.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from relplan.model.drift import PastChange, PastNeed
from relplan.model.edge import EdgeKind
from relplan.model.evidence import Confidence
from relplan.model.facts import MovedPin
from relplan.model.scan import ServiceRoot
from relplan.sources.git.held import Shipped
from relplan.sources.git.refs import is_ancestor
from relplan.sources.git.safe import Git
from relplan.sources.git.tags import tagged_with


class FarPins:
    """The releases of a workspace, by the commits that others pin."""

    def __init__(
        self, roots: Mapping[str, ServiceRoot], releases: Iterable[Shipped], window: int
    ) -> None:
        """Know *releases* of *roots*; those more than *window* seconds apart are far."""
        self._gits = {name: Git(root.repository) for name, root in roots.items()}
        self._window = window
        self._of: dict[str, dict[str, Shipped]] = defaultdict(dict)
        for one in sorted(releases, key=lambda one: one.date):
            if one.changes:
                self._of[one.service].setdefault(one.commit, one)
        self._holding: dict[tuple[str, str], Shipped | None] = {}

    def needs(self, moved: Iterable[MovedPin], centres: Sequence[Shipped]) -> Iterator[PastNeed]:
        """Yield a need for each far release that one of *centres* pins in the end.

        What its changes pinned meanwhile, or where they went back to what was had before, is not
        what it took up.
        """
        pins: dict[str, list[MovedPin]] = defaultdict(list)
        for pin in moved:
            pins[pin.change].append(pin)
        for release in centres:
            final: dict[str, tuple[PastChange, MovedPin, Shipped]] = {}
            for place, change in enumerate(release.changes):
                source = PastChange(release.service, release.tag, place, change.id)
                for pin in pins[change.id]:
                    final.pop(pin.provider, None)
                    target = self._taken_up(pin, release.date)
                    if target is not None:
                        final[pin.provider] = source, pin, target
            for source, pin, target in final.values():
                if release.date - target.date > self._window:
                    yield _need(source, pin, target)

    def _taken_up(self, pin: MovedPin, until: int) -> Shipped | None:
        """Return the newest release that is pinned from now on, and was there by *until*.

        None where what was pinned before has it.
        """
        if not self._of.get(pin.provider):
            return None
        found = [(self._first_with(pin.provider, commit), commit) for commit in pin.new]
        made = [(one, commit) for one, commit in found if one is not None and one.date <= until]
        if not made:
            return None
        newest, commit = max(made, key=lambda pair: (pair[0].date, pair[1]))
        git = self._gits[pin.provider]
        return None if any(is_ancestor(git, commit, old) for old in pin.old) else newest

    def _first_with(self, service: str, commit: str) -> Shipped | None:
        """Return the first release of a service that contains *commit*; None: none is known."""
        known = self._of[service]
        if commit in known:
            return known[commit]
        key = service, commit
        if key not in self._holding:
            holding = tagged_with(self._gits[service], commit)
            self._holding[key] = next((known[one] for one in known if one in holding), None)
        return self._holding[key]


def _need(source: PastChange, pin: MovedPin, target: Shipped) -> PastNeed:
    last = len(target.changes) - 1
    end = PastChange(target.service, target.tag, last, target.changes[last].id)
    kind, surely = EdgeKind.REQUIRES, Confidence.DETECTED
    return PastNeed(source, end, kind, pin.contract, surely, evidence=(pin.evidence,))
