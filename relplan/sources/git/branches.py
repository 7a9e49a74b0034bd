"""Open branches: which there are, under which names, and what each adds to which others."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from relplan.sources.git.history import History
from relplan.sources.git.refs import Ref
from relplan.sources.git.reverts import Within


@dataclass(slots=True)
class Branch:
    """An open branch under the name that its change has."""

    name: str
    """With the remote's name in front where the local branch of this name went another way."""
    tip: str
    own: list[str] = field(default_factory=list)
    """Its commits that are not on main and not in a branch that it is stacked on, newest first."""
    stacked_on: list[str] = field(default_factory=list)
    """Names of the branches whose tips its history contains."""
    aliases: list[str] = field(default_factory=list)
    """Names of other branches with the same tip."""
    within: Within = Within()  # noqa: RUF009 - frozen
    """What its own commits take back of each other."""
    base: str = ""
    """What it adds to, where that is not where it left main: the newest commit that landed."""


@dataclass(slots=True)
class Names:
    """How branches of several remotes are called, and which of them went apart."""

    default_remote: str = ""
    twins: list[tuple[Ref, Ref]] = field(default_factory=list)
    """A branch and its counterpart, local or remote, that neither contains: the newer first."""

    def one_of_twins(self, newest: list[Ref]) -> list[Ref]:
        """Return *newest*, branches of one name, with only the newer of a local one and its twin.

        They went apart since one of them was rebased, or somebody has not pulled.
        """
        local = next((ref for ref in newest if not ref.remote), None)
        remotes = [ref for ref in newest if ref.remote]
        default = [ref for ref in remotes if ref.remote == self.default_remote]
        counterpart = default[0] if default else remotes[0] if len(remotes) == 1 else None
        if local is None or counterpart is None:
            return newest
        older, newer = (
            (local, counterpart) if counterpart.date > local.date else (counterpart, local)
        )
        self.twins.append((newer, older))
        return [newer, *(ref for ref in newest if ref not in (newer, older))]


def beginnings(history: History, main: Collection[str], landed: Collection[str]) -> set[str]:
    """Return those of *landed* that stand on *main* and on others like them alone."""
    found: set[str] = set()
    for oid in _parents_first(history, main, sorted(landed)):
        if oid in landed and all(
            parent in found or parent in main or parent not in history
            for parent in history[oid].parents
        ):
            found.add(oid)
    return found


def open_branches(
    refs: Iterable[Ref],
    history: History,
    main: Collection[str],
    landed: Collection[str] = (),
    names: Names | None = None,
) -> list[Branch]:
    """Return the branches that have commits beyond *main*, by name, and how they are stacked.

    Commits that have *landed* on main under other ids are not their own. Of a branch that begins
    with such commits, the newest of these is what it adds to.
    """
    begun = beginnings(history, main, landed) if landed else set()
    main = set(main) | begun if begun else main
    beyond = [ref for ref in refs if ref.commit in history and ref.commit not in main]
    graph = _Graph(history, main, {ref.commit for ref in beyond})
    by_tip: dict[str, list[str]] = {}
    names = names or Names()
    for name, tip in sorted(_named(beyond, graph, names)):
        by_tip.setdefault(tip, []).append(name)
    found = [Branch(names[0], tip, aliases=names[1:]) for tip, names in by_tip.items()]
    if len(by_tip) < len({ref.commit for ref in beyond}):  # those that others contain count no more
        graph = _Graph(history, main, by_tip)
    for newer, older in names.twins:
        other = f"{older.remote or newer.remote}/{newer.name}"
        for branch in found:
            if branch.tip == newer.commit:
                branch.aliases.append(other)
    names_of = {branch.tip: branch.name for branch in found}
    for branch in found:
        own = graph.own(branch.tip)
        branch.own = [oid for oid in own if oid not in landed]
        branch.base = _base(history, graph.all_of(branch.tip), begun) if begun else ""
        branch.stacked_on = sorted(names_of[tip] for tip in graph.contained_in(branch.tip))
    return found


def _base(history: History, beyond: Collection[str], begun: Collection[str]) -> str:
    """Return what a branch adds to where that landed under another id; empty: where it left main.

    *beyond* are all commits that it has beyond main and what landed.
    """
    forks = {parent for oid in beyond for parent in history[oid].parents} - set(beyond)
    (base, *others) = forks or {""}
    return base if not others and base in begun else ""


def _named(refs: Iterable[Ref], graph: "_Graph", names: Names) -> Iterable[tuple[str, str]]:
    """Return (name, tip), one for each name, or several where its branches went apart."""
    groups: dict[str, list[Ref]] = {}
    for ref in refs:
        groups.setdefault(ref.name, []).append(ref)
    for name, group in groups.items():
        newest = names.one_of_twins(_newest(group, graph))
        for position, ref in enumerate(newest):
            plain = position == 0 and (not ref.remote or len(newest) == 1)
            yield name if plain else f"{ref.remote}/{name}", ref.commit


def _newest(group: Sequence[Ref], graph: "_Graph") -> list[Ref]:
    """Return those that none of the others contains, the local branch first."""
    by_tip = {ref.commit: ref for ref in sorted(group, key=lambda ref: ref.remote, reverse=True)}
    inner = {tip for ref in by_tip for tip in graph.contained_in(ref)}
    return sorted(
        (ref for tip, ref in by_tip.items() if tip not in inner), key=lambda ref: ref.remote
    )


class _Graph:
    """The commits beyond main, and which tips are below and above each of them.

    Sets of tips are bits of an integer: a walk from each tip would take the number of branches
    times the length of their common history.
    """

    def __init__(self, history: History, main: Collection[str], tips: Collection[str]) -> None:
        self._history = history
        self._tips = sorted(tips)
        self._bit = {tip: 1 << number for number, tip in enumerate(self._tips)}
        self._order = _parents_first(history, main, self._tips)
        self._rank = {oid: number for number, oid in enumerate(self._order)}
        self._below = self._tips_below()
        self._above = self._tips_above()

    def _tips_below(self) -> dict[str, int]:
        below: dict[str, int] = {}
        for oid in self._order:
            bits = self._bit.get(oid, 0)
            for parent in self._history[oid].parents:
                bits |= below.get(parent, 0)
            below[oid] = bits
        return below

    def _tips_above(self) -> dict[str, int]:
        above: dict[str, int] = dict.fromkeys(self._order, 0)
        for oid in reversed(self._order):
            above[oid] |= self._bit.get(oid, 0)
            for parent in self._history[oid].parents:
                if parent in above:
                    above[parent] |= above[oid]
        return above

    def contained_in(self, tip: str) -> list[str]:
        """Return the other tips that the history of *tip* contains."""
        bits = self._below[tip] & ~self._bit[tip]
        found = []
        while bits:
            lowest = bits & -bits
            found.append(self._tips[lowest.bit_length() - 1])
            bits ^= lowest
        return found

    def all_of(self, tip: str) -> set[str]:
        """Return all commits of *tip*, those of the tips below it among them."""
        found: set[str] = set()
        ahead = [tip]
        while ahead:
            oid = ahead.pop()
            if oid in self._above and oid not in found:
                found.add(oid)
                ahead += self._history[oid].parents
        return found

    def own(self, tip: str) -> list[str]:
        """Return the commits of *tip* that no tip below it has, newest first."""
        others = self._below[tip] & ~self._bit[tip]
        found = []
        seen = {tip}
        ahead = [tip]
        while ahead:
            oid = ahead.pop()
            found.append(oid)
            for parent in self._history[oid].parents:
                inside = parent in self._above and not self._above[parent] & others
                if inside and parent not in seen:
                    seen.add(parent)
                    ahead.append(parent)
        return sorted(found, key=self._rank.__getitem__, reverse=True)


def _parents_first(history: History, main: Collection[str], tips: Iterable[str]) -> list[str]:
    order: list[str] = []
    done: set[str] = set()
    for tip in tips:
        ahead = [tip]
        while ahead:
            oid = ahead[-1]
            if oid in done:
                ahead.pop()
                continue
            waiting = [
                parent
                for parent in history[oid].parents
                if parent in history and parent not in main and parent not in done
            ]
            if waiting:
                ahead += waiting
            else:
                ahead.pop()
                done.add(oid)
                order.append(oid)
    return order
