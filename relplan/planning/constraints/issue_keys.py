"""Which issue keys count: those whose project is plausible over the whole workspace."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from relplan.model.change import Change, FeatureSlice
from relplan.model.evidence import ISSUE_KEY, Confidence
from relplan.model.value import value
from relplan.model.workspace import Workspace
from relplan.planning.constraints.look_alikes import LOOK_ALIKES

_KEY = re.compile(r"(?P<project>.*?)[-_#! ]*(?P<number>[0-9]+)\W*", re.DOTALL)
_ENOUGH = 2
"""Different numbers that make a word a project."""


def with_plausible_keys(changes: Sequence[Change], workspace: Workspace) -> Sequence[Change]:
    """Return *changes* with those features that count, each key in one spelling.

    A guessed key counts where a person declared it, where its project is named in
    ``issue_projects``, or where the workspace has two or more of its numbers and it is no
    standard's or product's name. Keys are compared
    without regard to case, and are upper case, unless ``[features]`` spells one otherwise.
    """
    spelling = Spelling((slice_ for change in changes for slice_ in change.features), workspace)
    return [spelling.spelled(change) if change.features else change for change in changes]


@value()
class _Key:
    project: str
    """Upper case; empty, where the team's own pattern has nothing but numbers."""
    number: str


def _key(text: str) -> _Key | None:
    match = _KEY.fullmatch(text)
    return _Key(match["project"].upper(), match["number"]) if match else None


def may_be_one(name: str) -> bool:
    """Tell whether *name* could be an issue key: none is without a number at its end."""
    return _key(name) is not None


class Spelling:
    """How the keys of a workspace are spelled, and which of them are none."""

    def __init__(self, slices: Iterable[FeatureSlice], workspace: Workspace) -> None:
        """Look at all *slices* that there are: which projects there are shows in them together."""
        known = tuple(slices)
        self._said = _said(known)
        self._declared = {feature.key.casefold(): feature.key for feature in workspace.features}
        self._named = {project.upper() for project in workspace.issue_projects}
        self._all = workspace.issue_key_names_projects
        self._numbers = _numbers(known)

    def spelled(self, change: Change) -> Change:
        """Return *change* with those of its features that count."""
        features = tuple(self.of(change.features))
        return change if features == change.features else replace(change, features=features)

    def of(self, slices: Iterable[FeatureSlice]) -> Iterator[FeatureSlice]:
        """Yield those of *slices* that count, of one key the surest."""
        found: dict[str, FeatureSlice] = {}
        for slice_ in slices:
            name = self._name(slice_)
            if name and (name not in found or _surer(slice_, found[name])):
                found[name] = slice_ if name == slice_.key else replace(slice_, key=name)
        yield from found.values()

    def _name(self, slice_: FeatureSlice) -> str:
        """Return what a feature is called; empty: it is none."""
        declared = self._declared.get(slice_.key.casefold())
        if declared is not None:
            return declared
        key = _key(slice_.key)
        if key is not None and self._plausible(key.project):
            return slice_.key.upper()
        said = self._said.get(slice_.key.casefold())
        if said is not None:
            return said
        return "" if _is_issue_key(slice_) else slice_.key

    def _plausible(self, project: str) -> bool:
        if self._all or not project or project in self._named:
            return True
        if len(project) == 1 or project in LOOK_ALIKES:
            return False
        return len(self._numbers.get(project, ())) >= _ENOUGH


def _said(slices: Iterable[FeatureSlice]) -> Mapping[str, str]:
    """Return the keys that ``Feature:`` trailers name, in one spelling: they need no project."""
    said: dict[str, str] = {}
    for slice_ in slices:
        if not _is_issue_key(slice_) and _key(slice_.key):
            folded = slice_.key.casefold()
            said[folded] = min(slice_.key, said.get(folded, slice_.key))
    return said


def _is_issue_key(slice_: FeatureSlice) -> bool:
    """Tell whether only an issue key says so: a trailer, or a topic on Gerrit, says more."""
    return slice_.evidence.rule == ISSUE_KEY and slice_.confidence is Confidence.GUESSED


def _surer(one: FeatureSlice, other: FeatureSlice) -> bool:
    return one.confidence.rank < other.confidence.rank


def _numbers(slices: Iterable[FeatureSlice]) -> Mapping[str, set[str]]:
    """Return the numbers that were seen of each project."""
    numbers: dict[str, set[str]] = defaultdict(set)
    for slice_ in slices:
        key = _key(slice_.key)
        if key is not None and _is_issue_key(slice_) and _founds(slice_):
            numbers[key.project].add(key.number)
    return numbers


def _founds(slice_: FeatureSlice) -> bool:
    """Tell whether a key may show that its project exists.

    Lower case in a subject is mostly prose (``the top-10 of step-2``), and so it is in the middle
    of a branch's name.
    """
    if slice_.key.isupper():
        return True
    name, key = slice_.evidence.text.casefold(), slice_.key.casefold()
    return not slice_.evidence.line and (name.startswith(key) or f"/{key}" in name)
