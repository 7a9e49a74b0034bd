"""Reads an example as docs/semantics.md says, plainly and apart from the sources, and plans it.

Knows only what the examples have: no monorepo, no ``deployed``, a tag on main in each repository.
"""

import re
import subprocess
import tomllib
from pathlib import Path

from relplan.model.change import Change, Dependency, Effect, EffectKind, FeatureSlice, State
from relplan.model.evidence import Confidence, Evidence
from relplan.model.scenario import Mark, Scenario
from relplan.model.snapshot import Snapshot
from relplan.model.workspace import (
    Contract,
    Feature,
    Gate,
    GateKind,
    Service,
    Unit,
    Workspace,
)
from relplan.planning.plan import Plan, plan

EFFECTS = {
    "Breaks": EffectKind.BREAKS,
    "Extends": EffectKind.EXTENDS,
    "Adapts-To": EffectKind.ADAPTS,
    "Tolerates": EffectKind.TOLERATES,
}


def git(repository: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(repository), *arguments], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def workspace(folder: Path) -> Workspace:
    document = tomllib.loads((folder / "relplan.toml").read_text())
    return Workspace(
        name=document["workspace"]["name"],
        services=tuple(
            Service(name, service["team"], tuple(service.get("calls", ())))
            for name, service in document["services"].items()
        ),
        contracts=tuple(
            Contract(name, one["provider"], tuple(one["consumers"]), one["kind"])
            for name, one in document["contracts"].items()
        ),
        features=tuple(Feature(key) for key in document.get("features", {})),
        gates=tuple(
            Gate(name, GateKind(one["kind"]), tuple(one["services"]), passed=one["passed"])
            for name, one in document.get("gates", {}).items()
        ),
        units=tuple(
            Unit(name, detected_services=tuple(one["detected_services"]))
            for name, one in document.get("units", {}).items()
        ),
    )


def snapshot(folder: Path, reviewed: tuple[str, ...]) -> Snapshot:
    document = tomllib.loads((folder / "relplan.toml").read_text())
    key = re.compile(document["workspace"].get("issue_key", r"[A-Z][A-Z0-9]+-\d+"))
    found: list[Change] = []
    for service in document["services"].values():
        found.extend(_changes(folder / service["repo"], key, reviewed))
    return Snapshot(workspace(folder), tuple(found))


def planned(pending: Snapshot, marks: dict[str, Mark]) -> Plan:
    scenario = Scenario()
    for coupling, mark in marks.items():
        scenario = scenario.with_mark(coupling, mark)
    return plan(pending, scenario)


def _changes(repository: Path, key: re.Pattern[str], reviewed: tuple[str, ...]) -> list[Change]:
    service = repository.name  # as in all examples
    tag = git(repository, "describe", "--tags", "--abbrev=0", "--match=v*", "main")
    found: list[Change] = []
    after = ""
    merged = git(repository, "rev-list", "--first-parent", "--reverse", f"{tag}..main").split()
    for commit in merged:
        brought = git(repository, "rev-list", commit, f"^{commit}^1").split()
        change = f"{service}@{commit[:10]}"
        facts = {"name": change, "state": State.MERGED, "commit": commit, "after": after}
        found.append(_change(repository, brought, key, **facts))
        after = change
    tips = _open_branches(repository)
    for branch, tip in tips.items():
        below = {
            other: git(repository, "rev-list", commit, "^main").split()
            for other, commit in tips.items()
            if commit != tip and _contains(repository, tip, commit)
        }
        known = {commit for commits in below.values() for commit in commits}
        own = [one for one in git(repository, "rev-list", tip, "^main").split() if one not in known]
        change = f"{service}:{branch}"
        state = State.READY if change in reviewed else State.IN_PROGRESS
        stacked = tuple(f"{service}:{other}" for other in below)
        facts = {"name": change, "state": state, "commit": tip, "after": after}
        found.append(_change(repository, own, key, **facts, branch=branch, stacked=stacked))
    return found


def _open_branches(repository: Path) -> dict[str, str]:
    refs = git(
        repository,
        "for-each-ref",
        "--no-merged=main",
        "--format=%(refname) %(objectname)",
        "refs/remotes/origin",
        "refs/heads",
    )
    pairs = (line.split(" ") for line in refs.splitlines())
    return {re.sub("refs/(heads|remotes/origin)/", "", ref): tip for ref, tip in pairs}


def _contains(repository: Path, tip: str, commit: str) -> bool:
    return git(repository, "merge-base", tip, commit) == commit


def _change(
    repository: Path,
    commits: list[str],
    key: re.Pattern[str],
    *,
    name: str,
    state: State,
    commit: str,
    after: str,
    branch: str = "",
    stacked: tuple[str, ...] = (),
) -> Change:
    service = repository.name
    evidence = Evidence("trailer", "", service, commit)
    effects, dependencies = [], []
    flag = None
    keys = set(key.findall(branch))
    for one in commits:
        keys.update(key.findall(git(repository, "show", "-s", "--format=%s", one)))
        form = "%(trailers:only,unfold)"
        for line in git(repository, "show", "-s", f"--format={form}", one).splitlines():
            word, _, value = line.partition(": ")
            if word in EFFECTS:
                effects.append(Effect(EFFECTS[word], value, evidence))
            elif word == "Depends-On":
                dependencies.append(Dependency(value, evidence))
            elif word == "Flag":
                flag = evidence
    features = [FeatureSlice(one, evidence, Confidence.GUESSED) for one in sorted(keys)]
    return Change(
        id=name,
        service=service,
        title=git(repository, "show", "-s", "--format=%s", commit),
        state=state,
        commit=commit,
        date=0,
        branch=branch,
        after=after,
        stacked_on=stacked,
        effects=tuple(effects),
        features=tuple(features),
        flag=flag,
        depends_on=tuple(dependencies),
    )
