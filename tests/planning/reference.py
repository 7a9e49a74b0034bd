"""docs/semantics.md again, as plainly as it can be said: by plain search, with no shared rules.

Slow on purpose. It shares only the model's dataclasses with the planner.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from relplan.model.change import Change, Effect, EffectKind
from relplan.model.evidence import Confidence, Evidence
from relplan.model.facts import Takes
from relplan.model.question import QuestionKind, question_id
from relplan.model.scenario import Mark, Scenario
from relplan.model.snapshot import Snapshot
from relplan.model.workspace import Contract, FeatureMode, GateKind, Unit

Drawn = tuple[str, str, str, str]
"""From, to, kind, coupling."""
Rests = frozenset[tuple[str, bool]]
"""The answers that all must be so, by question."""

DECLARED, DETECTED, GUESSED = Confidence.DECLARED, Confidence.DETECTED, Confidence.GUESSED
CERTAIN: Rests = frozenset()


@dataclass
class Doubt:
    """A revert, or several of one thing, of which it is not clear whether it is one."""

    pairs: set[tuple[str, str]]
    """What is reverted, and by what."""
    commits: set[tuple[str, str]]
    """What comes to nothing if it is: commits, each with its change."""
    targets: set[tuple[str, str]]
    question: str = ""


def doubts_of(snapshot: Snapshot) -> list[Doubt]:
    """Reverts that share what reverts, or what is reverted, are one."""
    known = {change.id for change in snapshot.changes}
    found: list[Doubt] = []
    for change in snapshot.changes:
        for one in change.reverts:
            if not one.agrees and one.change in known:
                target = (one.change, one.commit)
                commits = {target, (change.id, one.evidence.commit)}
                found.append(Doubt({(one.change, change.id)}, commits, {target}))
    merged: list[Doubt] = []
    while found:
        doubt = found.pop()
        for other in found:
            shared = {a for a, _ in doubt.pairs} & {a for a, _ in other.pairs}
            shared |= {b for _, b in doubt.pairs} & {b for _, b in other.pairs}
            if shared:
                other.pairs |= doubt.pairs
                other.commits |= doubt.commits
                other.targets |= doubt.targets
                break
        else:
            merged.append(doubt)
    for doubt in merged:
        by = sorted({by for _, by in doubt.pairs})
        again = {one for other in merged for done, one in other.pairs if done in by}
        words = (*by, *(word for target in sorted(doubt.targets) for word in target))
        doubt.question = question_id(QuestionKind.REVERT, (*words, *sorted(again)))
    return merged


@dataclass(frozen=True)
class MayShipDark:
    """A change of which it is asked whether it is dark behind a flag."""

    change: str
    question: str


def may_be_dark(snapshot: Snapshot) -> Iterator[MayShipDark]:
    for change in snapshot.changes:
        flags = [one.flag for one in snapshot.dark.get(change.id, ())]
        if flags and not change.flag:
            yield MayShipDark(change.id, question_id(QuestionKind.FLAG, (change.id, *flags)))


def darkened(snapshot: Snapshot, dark: set[str]) -> Snapshot:
    """Return *snapshot* as if *dark* changes had a ``Flag:`` trailer."""
    flag = Evidence("trailer", "Flag: X")
    changes = (replace(c, flag=flag) if c.id in dark else c for c in snapshot.changes)
    return replace(snapshot, changes=tuple(changes))


def without(snapshot: Snapshot, taken_back: list[Doubt]) -> Snapshot:
    """Return what is left when these commits come to nothing."""
    gone = {commit for doubt in taken_back for commit in doubt.commits}
    return replace(snapshot, changes=tuple(stripped(c, gone) for c in snapshot.changes))


def stripped(change: Change, gone: set[tuple[str, str]]) -> Change:
    commits = {commit for name, commit in gone if name == change.id}
    if change.merged and change.commit in commits:
        return replace(change, effects=(), features=(), depends_on=(), cancelled=True)
    return replace(
        change,
        effects=tuple(one for one in change.effects if one.evidence.commit not in commits),
        features=tuple(one for one in change.features if one.evidence.commit not in commits),
        depends_on=tuple(one for one in change.depends_on if one.evidence.commit not in commits),
    )


class Reference:
    """One view of the plan of a snapshot under a scenario, from first principles."""

    def __init__(
        self,
        snapshot: Snapshot,
        scenario: Scenario,
        dismissed: frozenset[Drawn],
        *,
        pessimistic: bool = False,
    ) -> None:
        self.snapshot = snapshot
        self.marks = dict(scenario.marks)
        self.answers = dict(scenario.answers)
        self.dismissed = dismissed
        self.pessimistic = pessimistic
        self.features: set[str] = set()
        """The questions about suggested features."""
        self.changes = {change.id: change for change in snapshot.changes}
        self.contracts = {contract.name: contract for contract in snapshot.workspace.contracts}
        self.edges = self._all_edges()
        self.nodes = set(self.changes) | {node for edge in self.edges for node in edge[:2]}
        self.reach = {node: self._reach(node) for node in self.nodes}

    def _all_edges(self) -> list[Drawn]:
        """All that is drawn: whatever reverts in doubt are answered or, at worst, anyhow."""
        whole, doubts = self.snapshot, [*doubts_of(self.snapshot), *may_be_dark(self.snapshot)]
        found = []
        for answers in product("yn", repeat=len(doubts)):
            pairs = [(doubt, answer == "y") for doubt, answer in zip(doubts, answers, strict=True)]
            if any(self.answers.get(d.question) == ("no" if yes else "yes") for d, yes in pairs):
                continue
            taken_back = [one for one, yes in pairs if yes and isinstance(one, Doubt)]
            dark = {one.change for one, yes in pairs if yes and isinstance(one, MayShipDark)}
            left = darkened(without(whole, taken_back), dark)
            found.append(set(self._edges_of(left, taken_back)))
        self.snapshot, self.changes = whole, {change.id: change for change in whole.changes}
        both = set.union if self.pessimistic else set.intersection
        return sorted(both(*found))

    def _edges_of(self, snapshot: Snapshot, taken_back: list["Doubt"]) -> list[Drawn]:
        self.snapshot, self.changes = snapshot, {change.id: change for change in snapshot.changes}
        self.edges = []
        for change in snapshot.changes:
            self._contracts(change)
            self._history(change)
            self._unread(change)
        for doubt in taken_back:
            for reverted, by in doubt.pairs:
                if reverted != by:
                    self._draw((reverted, by, "trunk", ""))
        self._features()
        self._gates()
        self._units()
        return self.edges

    def _draw(self, drawn: Drawn, sure: bool = True, rests: Rests = CERTAIN) -> None:
        may_go = drawn[2] in {"trunk", "depends-on"} or not sure
        if not (may_go and drawn in self.dismissed) and all(map(self._holds, rests)):
            self.edges.append(drawn)

    def _holds(self, needed: tuple[str, bool]) -> bool:
        question, answer = needed
        if question in self.answers:
            return self.answers[question] == ("yes" if answer else "no")
        return self.pessimistic and question not in self.features

    def _touching(self, contract: str, *kinds: EffectKind) -> list[tuple[Change, Effect]]:
        provider = self.contracts[contract].provider
        found = []
        for change in self.snapshot.changes:
            for effect in change.effects:
                of_provider = effect.kind in (EffectKind.BREAKS, EffectKind.EXTENDS)
                right_side = of_provider == (change.service == provider)
                if effect.contract == contract and effect.kind in kinds and right_side:
                    found.append((change, effect))
        return found

    def _keys(self, change: Change, *, suggested: bool = False) -> set[str]:
        mode = self.snapshot.workspace.feature_mode
        if change.flag or mode is FeatureMode.OFF:
            return set()
        declared = {feature.key for feature in self.snapshot.workspace.features}
        return {
            slice_.key
            for slice_ in change.features
            if slice_.confidence is not GUESSED
            or slice_.key in declared
            or (suggested and mode is FeatureMode.SUGGESTED)
        }

    def _depends(self, one: Change, other: Change) -> bool:
        return any(dep.ref in (other.id, *other.aliases) for dep in one.depends_on)

    def _contracts(self, change: Change) -> None:
        if change.flag:
            return
        for effect in change.effects:
            contract = self.contracts.get(effect.contract)
            if contract is None:
                continue
            mark = self.marks.get(contract.name)
            is_provider = change.service == contract.provider
            if effect.kind is EffectKind.ADAPTS and not is_provider and mark is not Mark.FLAGGED:
                self._adapt(change, contract, effect)
            if effect.kind is EffectKind.BREAKS and is_provider and mark is None:
                self._break(change, contract, effect)

    def _adapt(self, change: Change, contract: Contract, effect: Effect) -> None:
        for name in effect.brings:
            if name in self.changes and not self.changes[name].cancelled:
                sure = effect.confidence is not DETECTED
                rests = self._adapts(change, effect, "")
                self._draw((change.id, name, "requires", contract.name), sure, rests)
        if effect.brings:
            return
        found = self._touching(contract.name, EffectKind.BREAKS, EffectKind.EXTENDS)
        if effect.parts:
            needed = [
                item
                for item in found
                if not item[1].parts or set(item[1].parts) & set(effect.parts)
            ]
        else:
            related = [
                item
                for item in found
                if self._keys(change) & self._keys(item[0])
                or self._depends(change, item[0])
                or self._depends(item[0], change)
            ]
            needed = related or found
        for target, cause in needed:
            sure = DETECTED not in (effect.confidence, cause.confidence)
            rests = self._adapts(change, effect, "") | self._found(target, cause)
            self._draw((change.id, target.id, "requires", contract.name), sure, rests)

    def _adapts(self, change: Change, effect: Effect, part: str) -> Rests:
        """What it rests on that it adapts: a guess always, what was detected to *part* if given."""
        confidence = effect.confidence
        if confidence is GUESSED or effect.parts or effect.brings:
            part = ""
        elif part and confidence is DETECTED:
            confidence = GUESSED
        seen = effect.evidence
        part = f"{part} of " if part else ""
        subject = (effect.contract, change.service, seen.rule, seen.path, seen.text, part)
        return self._asked(confidence, QuestionKind.ADAPTS, subject)

    def _found(self, change: Change, effect: Effect) -> Rests:
        words: list[str] = []
        for other in sorted(change.effects, key=lambda one: (one.evidence.rule, one.evidence.text)):
            same = (other.contract, other.kind) == (effect.contract, effect.kind)
            if (
                same
                and other.evidence.path == effect.evidence.path
                and other.confidence is effect.confidence
            ):
                words += [other.evidence.rule, other.evidence.text]
        subject = (effect.contract, effect.kind, effect.evidence.path, *words)
        return self._asked(effect.confidence, QuestionKind.FINDING, subject)

    def _asked(self, confidence: Confidence, kind: QuestionKind, subject: tuple[str, ...]) -> Rests:
        plain = question_id(kind, subject)
        if confidence is GUESSED:
            return frozenset({(plain, True)})
        if confidence is DETECTED and plain in self.snapshot.denied:
            return frozenset({(question_id(kind, (*subject, "seen since")), True)})
        return CERTAIN

    def _takes(self, contract: Contract, service: str) -> tuple[Rests, bool, bool] | None:
        """What it rests on that it takes the contract at run time, and how it is known.

        The first flag says that a person declared it, the second that it was detected.
        """
        found = [
            one
            for one in self.snapshot.takings
            if (one.contract, one.consumer) == (contract.name, service)
        ]
        known = [one.confidence for one in found if one.takes is Takes.RUN_TIME]
        if not any(one.takes is Takes.PIN for one in found):
            if service in contract.consumers:
                return CERTAIN, True, False
            if service in contract.detected_consumers:
                known.append(DETECTED)
            adapting = self._touching(contract.name, EffectKind.ADAPTS, EffectKind.TOLERATES)
            known += [effect.confidence for change, effect in adapting if change.service == service]
        for confidence in (DECLARED, DETECTED, GUESSED):
            if confidence in known:
                subject = (contract.name, service)
                rests = self._asked(confidence, QuestionKind.CONSUMER, subject)
                declared = confidence is DECLARED or bool(rests)
                return rests, declared, confidence is DETECTED and not rests
        return None

    def _uses(
        self, contract: Contract, service: str, effect: Effect, declared: bool, answered: bool
    ) -> tuple[Rests, bool] | None:
        """What it rests on that it uses what is broken, and whether that was detected.

        Who *answered* a guess with yes said that it uses what was guessed, and no more.
        """
        said = dict(contract.uses).get(service)
        if said is not None:
            return None if effect.parts and not set(said) & set(effect.parts) else (CERTAIN, False)
        uses = [
            one
            for one in self.snapshot.uses
            if (one.contract, one.consumer) == (contract.name, service)
            and one.confidence is not GUESSED
        ]
        complete = (contract.name, service) in self.snapshot.complete_uses
        subject = (contract.name, service, *effect.parts[:1])
        met = [one for one in uses if not effect.parts or one.part in effect.parts]
        if met or (complete and not effect.parts):
            written = any(one.confidence is DECLARED for one in met)
            rests = self._asked(DECLARED if written else DETECTED, QuestionKind.USE, subject)
            return rests, not written and not rests
        if complete:
            return None
        guesses = [
            one.part
            for one in self.snapshot.uses
            if (one.contract, one.consumer) == (contract.name, service)
        ]
        other = guesses and effect.parts and not set(guesses) & set(effect.parts)
        if declared and not uses and not (answered and other):
            return CERTAIN, False
        return self._asked(GUESSED, QuestionKind.USE, subject), False

    def _break(self, change: Change, contract: Contract, effect: Effect) -> None:
        adapting = self._touching(contract.name, EffectKind.ADAPTS, EffectKind.TOLERATES)
        for service in {one.name for one in self.snapshot.workspace.services} - {contract.provider}:
            taken = self._takes(contract, service)
            used = taken and self._uses(contract, service, effect, taken[1], bool(taken[0]))
            if not taken or not used:
                continue
            rests = self._found(change, effect) | taken[0] | used[0]
            sure = effect.confidence is not DETECTED and not taken[2] and not used[1]
            back = [self.changes[name] for name in effect.brings if name in self.changes]
            back = [one for one in back if not one.cancelled and not one.flag]
            if back:  # with it nothing is broken; before it, everybody is
                self._draw((change.id, back[0].id, "breaks", contract.name), False, rests)
                continue
            mine = [
                item
                for item in adapting
                if item[0].service == service and self._meets(change, effect, item[1])
            ]
            without: set[tuple[str, bool]] = set()
            for target, cause in mine:
                more = self._adapts(target, cause, effect.parts[0] if effect.parts else "")
                without |= {(question, False) for question, _ in more}
                both = sure and cause.confidence is not DETECTED
                self._draw((change.id, target.id, "breaks", contract.name), both, rests | more)
            if all(self._adapts(*item, effect.parts[0] if effect.parts else "") for item in mine):
                missing = f"missing:{service}/{contract.name}"
                self._draw((change.id, missing, "breaks", contract.name), sure, rests | without)

    def _meets(self, change: Change, effect: Effect, adapting: Effect) -> bool:
        """Whether what is adapted to may be what the change breaks."""
        if adapting.brings:
            return change.id in adapting.brings
        return not (effect.parts and adapting.parts and not set(effect.parts) & set(adapting.parts))

    def _unread(self, change: Change) -> None:
        for unread in self.snapshot.unread:
            if change.id in (unread.changes or (change.id,)) and (
                unread.changes or change.service == unread.service
            ):
                subject = (unread.service, unread.subject, unread.contract, unread.reason)
                rests = frozenset({(question_id(QuestionKind.UNREAD, subject), True)})
                node = f"unread:{unread.service}/{unread.subject}"
                self._draw((change.id, node, "unread", ""), rests=rests)

    def _history(self, change: Change) -> None:
        if change.after in self.changes:
            self._draw((change.id, change.after, "trunk", ""))
        for reversal in change.reverts:
            if reversal.agrees and reversal.change in self.changes:
                self._draw((reversal.change, change.id, "trunk", ""))
        for base in change.stacked_on:
            if base in self.changes:
                self._draw((change.id, base, "stacked", ""))
        for dependency in change.depends_on:
            ref = dependency.ref
            found = [
                other.id for other in self.snapshot.changes if ref in (other.id, *other.aliases)
            ]
            for target in found:
                if target != change.id:
                    self._draw((change.id, target, "depends-on", ""))
            if not found and ref not in self.snapshot.shipped and not change.merged:
                rests = frozenset({(question_id(QuestionKind.REFERENCE, (ref,)), False)})
                self._draw((change.id, f"unknown:{ref}", "depends-on", ""), rests=rests)

    def _features(self) -> None:
        for key in {
            key for one in self.snapshot.changes for key in self._keys(one, suggested=True)
        }:
            if self.marks.get(key) is Mark.FLAGGED:
                continue
            declared = [one for one in self.snapshot.changes if key in self._keys(one)]
            all_of_it = [
                one for one in self.snapshot.changes if key in self._keys(one, suggested=True)
            ]
            if self._sliced(declared):
                left = [one for one in declared if not self._dismissed_slice(one, key)]
                if self._sliced(left):
                    self._tie(key, left)
                self._suggest(key, [one for one in all_of_it if one not in declared])
            elif self._sliced(all_of_it):
                self._suggest(key, all_of_it)

    def _sliced(self, changes: list[Change]) -> bool:
        return len({change.service for change in changes}) > 1

    def _dismissed_slice(self, change: Change, key: str) -> bool:
        sure = any(one.key == key and one.confidence is DECLARED for one in change.features)
        return not sure and (change.id, f"feature:{key}", "feature", key) in self.dismissed

    def _suggest(self, key: str, members: list[Change]) -> None:
        question = question_id(QuestionKind.FEATURE, (key,))
        self.features.add(question)
        if self._holds((question, True)):
            self._tie(key, members)

    def _tie(self, key: str, members: list[Change]) -> None:
        for change in members:
            self.edges.append((change.id, f"feature:{key}", "feature", key))
            self.edges.append((f"feature:{key}", change.id, "feature", key))

    def _gates(self) -> None:
        for gate in self.snapshot.workspace.gates:
            if gate.passed or self.marks.get(gate.name) is Mark.WAIVED:
                continue
            for change in self.snapshot.changes:
                hub = f"gate:{gate.name}"
                if change.service in gate.services:
                    self.edges.append((change.id, hub, "gate", gate.name))
                    if gate.kind is GateKind.JOINT and change.state.done:
                        self.edges.append((hub, change.id, "gate", gate.name))

    def _units(self) -> None:
        for unit in self.snapshot.workspace.units:
            if self.marks.get(unit.name) is Mark.SPLIT:
                continue
            groups = list(self._groups(unit))
            pending = [
                one
                for one in self.snapshot.changes
                if one.service in unit.all_services and not one.cancelled
            ]
            hub = f"unit:{unit.name}"
            certain: set[Drawn] = set()
            for change, (group, sure, rests) in product(pending, groups):
                others = [one for one in pending if one.service in group - {change.service}]
                if change.service not in group or not others:
                    continue
                found: list[Drawn] = []
                if any(one.merged for one in others):
                    found.append((change.id, hub, "unit", unit.name))
                if change.merged:
                    found.append((hub, change.id, "unit", unit.name))
                for one in found:
                    if one not in certain:
                        self._draw(one, sure, rests)
                    if rests == CERTAIN:
                        certain.add(one)

    def _groups(self, unit: Unit) -> Iterator[tuple[set[str], bool, Rests]]:
        """Those that a person named; with those that were seen; with those that are suspected."""
        said = set(unit.services)
        seen = said | set(unit.detected_services)
        every = seen | set(unit.suspected_services)
        if len(said) > 1:
            yield said, True, CERTAIN
        if len(seen) > 1 and seen > said:
            subject = (unit.name, *sorted(seen))
            yield seen, False, self._asked(DETECTED, QuestionKind.UNIT, subject)
        if len(every) > 1 and every > seen:
            subject = (unit.name, *sorted(every))
            yield every, True, self._asked(GUESSED, QuestionKind.UNIT, subject)

    def _reach(self, start: str) -> set[str]:
        """All that *start* reaches by one edge or more."""
        found: set[str] = set()
        todo = [start]
        while todo:
            node = todo.pop()
            for source, target, *_ in self.edges:
                if source == node and target not in found:
                    found.add(target)
                    todo.append(target)
        return found

    def together(self, one: str, other: str) -> bool:
        return one == other or (other in self.reach[one] and one in self.reach[other])

    def batches(self) -> set[frozenset[str]]:
        return {
            frozenset(other for other in self.changes if self.together(one, other))
            for one in self.changes
        }

    def batch(self, change: str) -> set[str]:
        return {other for other in self.changes if self.together(change, other)}

    def done(self, node: str) -> bool:
        if node in self.changes:
            return self.changes[node].state.done
        return node.startswith(("feature:", "unit:"))

    def blockers(self, change: str) -> set[str]:
        return {node for node in self.reach[change] - {change} if not self.done(node)}

    def prerequisites(self, change: str) -> set[str]:
        reached = self.reach[change] & set(self.changes)
        return {node for node in reached if not self.together(change, node)}

    def status(self, change: str) -> str:
        if self.blockers(change):
            return "blocked"
        if not self.done(change):
            return "unfinished"
        if self._in_lockstep(change):
            return "lockstep"
        waits_for = {name for name in self._before(change) if not self.changes[name].cancelled}
        return "ordered" if waits_for else "independent"

    def _in_lockstep(self, change: str) -> bool:
        """Tell whether more than the reverts on one main tie it to others."""
        batch = {other for other in self.nodes if self.together(change, other)}
        inside = [edge for edge in self.edges if {edge[0], edge[1]} <= batch]
        several = len(batch & set(self.changes)) > 1
        return several and any(kind not in {"trunk", "stacked"} for _, _, kind, _ in inside)

    def _before(self, change: str) -> set[str]:
        """Return the prerequisites, and those of the batch that stand before it on main."""
        found = self.prerequisites(change)
        after = self.changes[change].after
        while after in self.changes and self.together(change, after):
            found.add(after)
            after = self.changes[after].after
        return found

    def waves(self) -> dict[str, int]:
        """Raise each node's wave above those that it needs, until nothing moves any more."""
        wave = dict.fromkeys(self.nodes, 0)
        moved = True
        while moved:
            moved = False
            for source, target, kind, _ in self.edges:
                outward = not self.together(source, target)
                has_batch = any(self.together(target, change) for change in self.changes)
                step = outward and has_batch and kind not in {"trunk", "stacked"}
                if wave[source] < wave[target] + step:
                    wave[source] = wave[target] + step
                    moved = True
            for one, other in product(self.nodes, repeat=2):
                if self.together(one, other) and wave[one] < wave[other]:
                    wave[one] = wave[other]
                    moved = True
        return {change: wave[change] for change in self.changes}
