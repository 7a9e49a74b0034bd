"""From the jobs of a pipeline to the services that are deployed at one go."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice
from posixpath import basename

from relplan.discovery.called import Hit
from relplan.sources.deployments.environments import environments_in
from relplan.sources.pipelines.deploying import Deployed
from relplan.sources.pipelines.facts import Deploy, Job, Place

_STATUS = re.compile(
    r"(?:!\s*)?(?:always|success|cancelled)\(\)|it went well|needs\.[\w-]+\.result.*"
)
_FAILED = re.compile(r"failure\(\)|it failed before")
_PROPOSED = re.compile(r"pull_?request|merge_?request", re.IGNORECASE)
_LANDED = re.compile(
    r"!=|\bmain\b|\bmaster\b|\btags?\b|TAG|DEFAULT_BRANCH|default_branch|\bpush\b|\brelease",
    re.IGNORECASE,
)
_CHOOSING = re.compile(
    r"chang|affected|\bdiff\b|\bpaths?\b|inputs?[.\[]|params?\.|parameters\.|contains\(|label|message"
    r"|payload|outputs|judgement"
    r"|\bcase \$|\$\{?\w*(?:service|app|component|target|module|project)|for\(",
    re.IGNORECASE,
)
"""Conditions that a person or the change itself chooses services by."""
_BRANCH = re.compile(r"refs/|branch|\bref\b|ref_name|\btag", re.IGNORECASE)
_NAMED = re.compile(r"refs/heads/([\w-]+)|['\"]([\w-]+)['\"]")
_MAIN = re.compile(r"main$|master$|trunk$|releases?(?:[-_]|$)|hotfix", re.IGNORECASE)
_REVIEW = re.compile(
    r"^(?:pr|review|preview|ephemeral|feature)(?:[-_/ ]|$)|pull|event\.number", re.IGNORECASE
)
_MOST_GROUPS = 200
_NOT_REAL = frozenset({"test"})
_TRIES = re.compile(
    r"(?<![a-z])(?:e2e|tests?|testing|integration|smoke|acceptance|lint|checks?|validate)(?![a-z])",
    re.IGNORECASE,
)
_DEPLOYS = re.compile(
    r"deploy(?!ments?[-_ ]?tests?)|release|promote|rollout|publish|ship(?!p)", re.IGNORECASE
)


@dataclass(slots=True)
class Seen:
    """That a service is deployed, by a line of a file."""

    service: str
    sure: bool
    place: Place
    version: str = ""
    by: Place | None = None
    """The command that applies the file in which it stands; None: it stands in the command."""
    doubt: str = ""
    """Why it is not sure."""


@dataclass(slots=True)
class Tied:
    """Services that are deployed at one go."""

    sure: dict[str, list[Place]] = field(default_factory=dict)
    perhaps: dict[str, list[Place]] = field(default_factory=dict)
    environments: tuple[str, ...] = ()
    name: str = ""
    commands: list[Place] = field(default_factory=list)
    """Those that apply files in which services stand."""
    why: str = ""
    """Why it is not certain."""

    @property
    def services(self) -> frozenset[str]:
        """All services."""
        return frozenset({*self.sure, *self.perhaps})

    def add(self, seen: Iterable[Seen], sure: bool = True) -> None:
        """Take note of services."""
        for one in seen:
            into = self.sure if sure and one.sure else self.perhaps
            self.why = self.why or one.doubt
            places = into.setdefault(one.service, [])
            if one.place not in places:
                places.append(one.place)
            if one.by is not None and one.by not in self.commands:
                self.commands.append(one.by)
        for service in self.sure:
            self.perhaps.pop(service, None)


@dataclass(slots=True)
class _Group:
    """What one job deploys under the same conditions."""

    job: int
    place: Place
    """Of the job."""
    guards: frozenset[str]
    environments: tuple[str, ...]
    is_button: bool
    seen: list[Seen]


def ties_of(
    jobs: Sequence[Deployed], services_in: Callable[[Deploy], list[Seen]]
) -> Iterator[Tied]:
    """Yield the services that the *jobs* of one pipeline deploy together."""
    groups = list(islice(_groups(jobs, services_in), _MOST_GROUPS))
    after = _reached(jobs)
    sure = _Sets(len(groups))
    perhaps = _Sets(len(groups))
    for (one, first), (other, second) in combinations(enumerate(groups), 2):
        joined = _joined(first, second, after)
        if joined:
            perhaps.join(one, other)
        if joined == "sure":
            sure.join(one, other)
    for members in perhaps.all():
        parts = [[groups[n] for n in part] for part in sure.all() if part[0] in members]
        yield from _ties(parts)


def _ties(parts: list[list[_Group]]) -> Iterator[Tied]:
    """Yield what is tied for sure, the largest of it with what may be deployed with it, too."""
    parts.sort(key=lambda part: -len({s.service for g in part for s in g.seen if s.sure}))
    for number, part in enumerate(parts):
        tied = Tied(environments=part[0].environments)
        for group in part:
            # What stands in a script, or in a template, is run by a job that stands elsewhere.
            elsewhere = all(one.place.path != group.place.path for one in group.seen)
            if elsewhere and group.place not in tied.commands:
                tied.commands.append(group.place)
            tied.add(group.seen)
        if number == 0 and len(parts) > 1:
            tied.why = tied.why or "these jobs do not wait for each other, or not always run both"
            for other in parts[1:]:
                for group in other:
                    tied.add(group.seen, sure=False)
        if number == 0 or len(tied.sure) > 1:
            yield settled(tied)


def settled(tied: Tied) -> Tied:
    """Take one that is sure by itself alone for one that may be tied: to nothing certain."""
    if len(tied.sure) == 1 and tied.perhaps:
        tied.perhaps |= tied.sure
        tied.sure = {}
    return tied


def _groups(
    jobs: Sequence[Deployed], services_in: Callable[[Deploy], list[Seen]]
) -> Iterator[_Group]:
    for number, deployed in enumerate(jobs):
        made: dict[tuple[frozenset[str], tuple[str, ...]], _Group] = {}
        job = deployed.job
        is_review = _REVIEW.search(job.environment) is not None
        if deployed.only_changed or is_review or _is_trial(job):
            continue
        for deploy in deployed.deploys:
            guards = frozenset(
                one for one in (*job.guards, *deploy.guards) if not _STATUS.fullmatch(one)
            )
            if any(map(_FAILED.search, guards)) or any(map(_is_proposed, guards)):
                continue
            named = (job.name, *job.told)
            environments = environments_of(job.environment, deploy.told, named, _branches(guards))
            if set(environments) == _NOT_REAL and not job.environment:
                continue
            seen = services_in(deploy)
            place = Place(job.path, job.line, f"job {job.name}")
            new = _Group(number, place, guards, environments, job.is_button, [])
            made.setdefault((guards, environments), new).seen += seen
        yield from (group for group in made.values() if group.seen)


def _is_trial(job: Job) -> bool:
    """Tell whether a job only tries out what it deploys: it, or its file, is called a test."""
    if job.environment:
        return False
    for name in (job.name.rpartition(" / ")[2], basename(job.path)):
        if _DEPLOYS.search(name):
            return False
        if _TRIES.search(name):
            return True
    return False


def environments_of(environment: str, *hints: Iterable[str]) -> tuple[str, ...]:
    """Return the environments that a job names; else the first hints that name some."""
    for texts in ((environment,), *hints):
        found = environments_in(texts)
        if found:
            return found
    return ()


def _branches(guards: Iterable[str]) -> tuple[str, ...]:
    """Return the branches that conditions name, where all of them are an environment's."""
    found = {name for guard in guards for pair in _NAMED.findall(guard) for name in pair if name}
    return () if any(_MAIN.match(name) for name in found) else tuple(sorted(found))


def _is_proposed(guard: str) -> bool:
    return _PROPOSED.search(guard) is not None and _LANDED.search(guard) is None


def _joined(one: _Group, other: _Group, after: Sequence[set[int]]) -> str:
    """Tell whether two groups are deployed at one go: "sure", "perhaps", or not at all."""
    if one.environments != other.environments:
        return ""
    same_job = one.job == other.job
    if not same_job and (one.is_button or other.is_button):
        return ""
    if one.guards == other.guards:
        waits = other.job in after[one.job] or one.job in after[other.job]
        return "sure" if same_job or waits else "perhaps"
    apart = one.guards ^ other.guards
    names = {seen.service.lower() for group in (one, other) for seen in group.seen}
    if any(_CHOOSING.search(guard) or _names(guard, names) for guard in apart):
        return ""
    if one.guards < other.guards or other.guards < one.guards:
        return "perhaps"
    # Conditions of two different branches are hardly ever true at once.
    return "" if all(map(_BRANCH.search, apart)) else "perhaps"


def _names(guard: str, services: Iterable[str]) -> bool:
    words = set(re.split(r"[^a-z0-9]+", guard.lower()))
    return any(words.issuperset(re.split(r"[-_.]+", name)) for name in services)


def _reached(jobs: Sequence[Deployed]) -> list[set[int]]:
    """Return for each job all those that must have ended before it."""
    numbers: dict[str, list[int]] = {}
    for number, deployed in enumerate(jobs):
        numbers.setdefault(deployed.job.name, []).append(number)
    direct = [
        {number for need in deployed.job.needs for number in numbers.get(need, ())}
        for deployed in jobs
    ]
    found = []
    for number in range(len(jobs)):
        seen: set[int] = set()
        ahead = list(direct[number])
        while ahead:
            here = ahead.pop()
            if here not in seen:
                seen.add(here)
                ahead += direct[here]
        found.append(seen)
    return found


class _Sets:
    """Which of several things belong together."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def join(self, one: int, other: int) -> None:
        self._above[self._top(one)] = self._top(other)

    def all(self) -> list[list[int]]:
        found: dict[int, list[int]] = {}
        for number in range(len(self._above)):
            found.setdefault(self._top(number), []).append(number)
        return list(found.values())

    def _top(self, number: int) -> int:
        while self._above[number] != number:
            self._above[number] = self._above[self._above[number]]
            number = self._above[number]
        return number


def loose(hits: Iterable[Hit]) -> list[Hit]:
    """Return those that are sure; where none is, all."""
    found = list(hits)
    return [hit for hit in found if hit.sure] or found
