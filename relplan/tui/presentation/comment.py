"""A comment on a pull request: what blocks its changes, what waits for them, what is asked.

It begins with a hidden line by which a later run knows it again, so that one comment is edited and
none is written twice (see ``relplan/ci``).
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

from relplan.exports.markdown_text import code, fitting, inert, linked
from relplan.exports.place import where
from relplan.model.counting import counted, listed
from relplan.model.edge import Edge
from relplan.model.link import link_of
from relplan.model.plan import Path, Why
from relplan.planning.explain import LONGEST_TRUNK, trunk_runs
from relplan.planning.plan import Plan
from relplan.planning.waiting_for import waiting_for
from relplan.tui.presentation.words import (
    alone_as_hotfix,
    cautioned,
    describe,
    meaning,
    standing,
)

_SHOWN = 10
"""Blockers, partners, changes that wait and questions that are shown of each."""
_PLACES = 2
"""Places that are shown for one edge."""


def comment(plan: Plan, explanations: Sequence[Why], stale: Iterable[str] = ()) -> str:
    """Return the comment on the changes that *explanations* are of; there may be none.

    *stale* are the services that the last scan could not read.
    """
    lines = [marker(plan.snapshot.workspace.name), "", "### Release plan"]
    for explanation in explanations:
        lines += ["", *_of_change(plan, explanation)]
    if not explanations:
        lines += ["", "Nothing of this branch is pending to be released."]
    unread = [inert(name) for name in stale]
    if unread:
        told = f"{listed(unread, _SHOWN)} could not be read, so that this is of an earlier scan."
        lines += ["", f"**Not certain:** {told}"]
    return fitting(lines, "`relplan why` shows all of it.")


def marker(workspace: str) -> str:
    """Return the line by which the comments of *workspace* are known; no name can end it early."""
    digest = blake2b(workspace.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()
    return f"<!-- relplan:{digest} -->"


def _of_change(plan: Plan, explanation: Why) -> Iterator[str]:
    change = plan.changes[explanation.change]
    yield f"**{code(change.id)} is {explanation.status}**: {linked(change.title, link_of(change))}"
    yield ""
    told = (f"{meaning(explanation)} ({standing(plan, change.id)})", alone_as_hotfix(explanation))
    yield " ".join(f"{inert(text[:1].upper() + text[1:])}." for text in told if text)
    blockers = [
        [f"- {inert(describe(plan, one.node))}", *_path(one.path)] for one in explanation.blockers
    ]
    yield from _section("What blocks it", blockers)
    ties = [
        [f"- {_who(plan, one.change)}, tied by {_kinds(one.cycle)}"] for one in explanation.tied
    ]
    yield from _section("What it goes together with", ties)
    first = [[f"- {_who(plan, name)}"] for name in explanation.others_first]
    yield from _section("What goes first", first if not explanation.blockers else [])
    yield from _waiting(plan, change.id)
    asked = [
        [f"- {code(one.question.id)} {inert(one.question.text)}"]
        for one in plan.as_asked(explanation.questions)
    ]
    yield from _section("What is asked: `relplan answer` settles it", asked)
    looks = [[f"- {inert(cautioned(one))}"] for one in explanation.cautions]
    looks += [
        [f"- {code(key)} is also in {_codes(others)}: perhaps they ship together"]
        for key, others in explanation.suggested
    ]
    yield from _section("Worth a look", looks)


def _waiting(plan: Plan, change: str) -> Iterator[str]:
    waiting = waiting_for(plan, change)
    direct: dict[str, list[Edge]] = {}
    for edge in waiting.direct:
        direct.setdefault(edge.source, []).append(edge)
    found = [[f"- {_who(plan, name)}, by {_kinds(edges)}"] for name, edges in direct.items()]
    rest = [name for name in waiting.all if name not in direct]
    if rest:
        found.append([f"- behind these {counted(len(rest), 'more change')}: {_codes(rest)}"])
    yield from _section("What waits for it", found)


def _section(heading: str, entries: Sequence[Sequence[str]]) -> Iterator[str]:
    if not entries:
        return
    yield from ("", f"#### {heading}", "")
    for entry in entries[:_SHOWN]:
        yield from entry
    if len(entries) > _SHOWN:
        yield f"- and {len(entries) - _SHOWN} more"


def _path(path: Path) -> Iterator[str]:
    for run in trunk_runs(path):
        if len(run) > LONGEST_TRUNK:
            ends = f"{code(run[0].source)} needs {code(run[-1].target)}"
            yield f"  - {ends} over {counted(len(run), 'trunk edge')}: main ships all of them"
            continue
        for edge in run:
            places = [
                f"{code(where(found))} {inert(found.text)}".strip() for found in edge.evidence
            ]
            shown = f" ({listed(places, _PLACES)})" if places else ""
            yield f"  - {code(edge.source)} needs {code(edge.target)}: {_over(edge)}{shown}"


def _over(edge: Edge) -> str:
    return f"{edge.kind} {code(edge.coupling)}" if edge.coupling else edge.kind.value


def _kinds(edges: Iterable[Edge]) -> str:
    return ", ".join(dict.fromkeys(map(_over, edges)))


def _who(plan: Plan, change: str) -> str:
    found = plan.changes[change]
    team = plan.team_of(found.service)
    return f"{code(change)}{f' of {inert(team)}' if team else ''}: {inert(found.title)}"


def _codes(names: Sequence[str]) -> str:
    return listed([code(name) for name in names], _SHOWN)
