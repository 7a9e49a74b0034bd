"""What the repositories look like once all steps of a recipe have happened, in memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import singledispatchmethod

from relplan.examples.recipe import (
    MAIN,
    Branch,
    Commit,
    Delete,
    Files,
    Merge,
    Push,
    Recipe,
    Stamp,
    Step,
    Tag,
)
from relplan.model.errors import RelplanError

Tree = Mapping[str, str]
"""Path to contents."""


@dataclass(frozen=True, slots=True)
class Node:
    """One commit. Its number is its place in the history, so parents have lower ones."""

    number: int
    parents: tuple[int, ...]
    message: str
    stamp: Stamp
    tree: Tree


@dataclass(slots=True)
class History:
    """One repository."""

    repository: str
    commits: list[Node] = field(default_factory=list)
    branches: dict[str, int] = field(default_factory=dict)
    remote_branches: dict[str, int] = field(default_factory=dict)
    tags: dict[str, tuple[int, str, Stamp | None]] = field(default_factory=dict)
    """Name to commit, message and tagger; a light tag has neither of the last two."""


def replay(recipe: Recipe) -> tuple[History, ...]:
    """Let all steps of *recipe* happen; return its repositories, sorted by name.

    Raises RelplanError, with the place, where a step cannot happen after those before it.
    """
    players: dict[str, _Player] = {}
    for step in recipe.steps:
        player = players.setdefault(step.repository, _Player(step.repository))
        player.play(step)
    return tuple(players[name].history for name in sorted(players))


class _Player:
    """Lets the steps of one repository happen."""

    def __init__(self, repository: str) -> None:
        self.history = History(repository)

    @singledispatchmethod
    def play(self, step: Step) -> None:
        raise NotImplementedError(type(step))

    @play.register
    def _(self, step: Commit) -> None:
        parents: tuple[int, ...] = ()
        before: Tree = {}
        if self.history.commits or step.on != MAIN:
            parents = (self._branch(step, step.on),)
            before = self._tree(parents[0])
        tree = _changed(step.place, before, step.files)
        self._add(step.on, parents, step.message, step.stamp, tree)

    @play.register
    def _(self, step: Branch) -> None:
        if step.name in self.history.branches:
            raise _fault(step, f"there is a branch '{step.name}' already")
        self.history.branches[step.name] = self._start(step)

    @play.register
    def _(self, step: Merge) -> None:
        ours, theirs = self._branch(step, step.into), self._branch(step, step.branch)
        merged = self._merged(step, ours, theirs)
        tree = _changed(step.place, merged, step.files)
        parents = (ours,) if step.squash else (ours, theirs)
        self._add(step.into, parents, step.message, step.stamp, tree)

    @play.register
    def _(self, step: Tag) -> None:
        if step.name in self.history.tags:
            raise _fault(step, f"there is a tag '{step.name}' already")
        tip = self._branch(step, step.on)
        self.history.tags[step.name] = (tip, step.message, step.stamp)

    @play.register
    def _(self, step: Push) -> None:
        for branch in step.branches:
            self.history.remote_branches[branch] = self._branch(step, branch)

    @play.register
    def _(self, step: Delete) -> None:
        self._branch(step, step.branch)
        if step.branch == MAIN:
            raise _fault(step, f"'{MAIN}' cannot be deleted")
        del self.history.branches[step.branch]

    def _branch(self, step: Step, name: str) -> int:
        if name not in self.history.branches:
            raise _fault(step, f"there is no branch '{name}' at this point")
        return self.history.branches[name]

    def _start(self, step: Branch) -> int:
        if step.start in self.history.tags:
            return self.history.tags[step.start][0]
        return self._branch(step, step.start)

    def _tree(self, number: int) -> Tree:
        return self.history.commits[number].tree

    def _add(
        self, branch: str, parents: tuple[int, ...], message: str, stamp: Stamp, tree: Tree
    ) -> None:
        number = len(self.history.commits)
        self.history.commits.append(Node(number, parents, message, stamp, tree))
        self.history.branches[branch] = number

    def _merged(self, step: Merge, ours: int, theirs: int) -> Tree:
        """Merge file by file; a file that both sides changed is for the recipe to write."""
        shared = self._ancestors(ours) & self._ancestors(theirs)
        base = self._tree(max(shared))
        mine, other = self._tree(ours), self._tree(theirs)
        merged: dict[str, str] = {}
        for path in sorted({*base, *mine, *other}):
            sides = {tree.get(path) for tree in (mine, other)} - {base.get(path)}
            if len(sides) > 1 and path not in step.files.written:
                raise _fault(step, f"both sides changed {path}: give the merged file in write")
            contents = sides.pop() if sides else base.get(path)
            if contents is not None:
                merged[path] = contents
        return merged

    def _ancestors(self, number: int) -> set[int]:
        found: set[int] = set()
        ahead = [number]
        while ahead:
            commit = ahead.pop()
            if commit not in found:
                found.add(commit)
                ahead.extend(self.history.commits[commit].parents)
        return found


def _changed(place: str, before: Tree, files: Files) -> Tree:
    tree = {**before, **files.copied}
    for path in files.removed:
        if tree.pop(path, None) is None:
            raise RelplanError(f"{place}: remove: there is no {path} at this point")
    tree.update(files.written)
    for edit in files.edits:
        count = tree.get(edit.path, "").count(edit.old)
        if count != 1:
            times = "nowhere" if count == 0 else f"{count} times"
            raise RelplanError(
                f"{place}: edit: the old text stands {times} in {edit.path}, and should once"
            )
        tree[edit.path] = tree[edit.path].replace(edit.old, edit.new)
    return tree


def _fault(step: Step, what: str) -> RelplanError:
    return RelplanError(f"{step.place}: {what}")
