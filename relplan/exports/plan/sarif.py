"""The plan as SARIF 2.1.0: each edge that holds changes together or back, where it is seen."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from relplan import __version__
from relplan.contracts.registry import rules_of
from relplan.exports.indented import indented
from relplan.model.edge import Edge, EdgeKind
from relplan.model.evidence import Evidence
from relplan.model.plan import Status
from relplan.model.question import Asked
from relplan.model.rule import Rule
from relplan.planning.plan import Plan

_MOST = 5000
"""Results, of which GitHub takes so many of one run."""
_OF_HISTORY = (EdgeKind.TRUNK, EdgeKind.STACKED)
_RULES = {
    EdgeKind.REQUIRES: "A change needs what a pending change of another service brings.",
    EdgeKind.BREAKS: "A change breaks a contract that a consumer still uses.",
    EdgeKind.FEATURE: "Changes of several services are slices of one feature.",
    EdgeKind.GATE: "Changes wait for a process step.",
    EdgeKind.UNIT: "One pipeline, chart or stack deploys several services together.",
    EdgeKind.DEPENDS_ON: "A change says that it depends on another.",
    EdgeKind.UNREAD: "What could not be read may break something, as a person said.",
}


_QUESTION = "question"
_ASKED = "The plan cannot know this by itself; a yes would draw needs."


def plan_sarif(plan: Plan) -> str:
    """Return the edges of blocked and lock-step changes, those of git's own order left out."""
    held = [edge for edge in plan.edges if edge.kind not in _OF_HISTORY and _holds(plan, edge)]
    rules = {edge.fingerprint: _contract_rule(plan, edge) for edge in held[:_MOST]}
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "relplan",
                "semanticVersion": __version__,
                "rules": [
                    *_descriptors((*_RULES.items(), (_QUESTION, _ASKED))),
                    *_contract_descriptors(held, rules),
                ],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [
            *(_result(plan, edge, rules[edge.fingerprint]) for edge in held[:_MOST]),
            *(_question(one) for one in plan.questions[: max(0, _MOST - len(held))]),
        ],
    }
    if len(held) > _MOST:
        run["properties"] = {"leftOut": len(held) - _MOST}
    document = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return indented(document)


def _holds(plan: Plan, edge: Edge) -> bool:
    if edge.source not in plan.changes:
        return False
    return plan.status(edge.source) in (Status.BLOCKED, Status.LOCKSTEP)


def _contract_rule(plan: Plan, edge: Edge) -> Rule | None:
    """Return the rule by which a contract was compared that *edge* rests on, if there is one."""
    contract = next(
        (one for one in plan.snapshot.workspace.contracts if one.name == edge.coupling), None
    )
    known = rules_of(contract.kind) if contract is not None else {}
    return next((known[found.rule] for found in edge.evidence if found.rule in known), None)


def _descriptors(rules: Iterable[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    for name, text in rules:
        advice = f"{text} `relplan why CHANGE` shows it step by step, with the evidence."
        yield {
            "id": str(name),
            "shortDescription": {"text": text},
            "help": {"text": advice, "markdown": advice},
        }


def _contract_descriptors(
    held: Iterable[Edge], rules: Mapping[str, Rule | None]
) -> Iterator[dict[str, Any]]:
    """Yield what describes the rules of contracts, each below the kind of edge that it draws."""
    found = {_rule_id(edge, rule): rule for edge in held if (rule := rules.get(edge.fingerprint))}
    for name, rule in sorted(found.items()):
        text = f"before: {rule.before or 'nothing'}\nafter: {rule.after or 'nothing'}"
        markdown = f"```\n{text}\n```"
        yield {
            "id": name,
            "shortDescription": {"text": rule.summary},
            "help": {"text": f"{rule.summary}\n{text}", "markdown": markdown},
        }


def _rule_id(edge: Edge, rule: Rule | None) -> str:
    """Return SARIF's hierarchical id: the kind of edge, and the rule that draws it."""
    return f"{edge.kind.value}/{rule.id}" if rule else edge.kind.value


def _result(plan: Plan, edge: Edge, rule: Rule | None) -> dict[str, Any]:
    blocked = plan.status(edge.source) is Status.BLOCKED
    over = f" ({edge.coupling})" if edge.coupling else ""
    places = [_location(found) for found in edge.evidence if found.path]
    result: dict[str, Any] = {
        "ruleId": _rule_id(edge, rule),
        "level": "error" if blocked else "warning",
        "message": {"text": f"{edge.source} needs {edge.target}{over}"},
        "partialFingerprints": {"relplanEdge/v1": edge.fingerprint},
    }
    result["locations"] = places or [
        {"logicalLocations": [{"fullyQualifiedName": edge.source, "kind": "module"}]}
    ]
    return result


def _question(one: Asked) -> dict[str, Any]:
    places = [_location(found) for found in one.question.speaks_for if found.path]
    named = [{"logicalLocations": [{"fullyQualifiedName": name, "kind": "module"}]}
             for name in [*one.changes][:1] or ("workspace",)]  # fmt: skip
    return {
        "ruleId": _QUESTION,
        "level": "note",
        "message": {"text": one.question.text},
        "partialFingerprints": {"relplanQuestion/v1": one.question.id},
        "locations": places[:10] or named,
    }


def _location(found: Evidence) -> dict[str, Any]:
    # Without a region code scanning shows nothing; a whole file is said by its first line.
    place = {
        "artifactLocation": {"uri": _uri(found)},
        "region": {"startLine": found.line or 1},
    }
    return {"physicalLocation": place, "message": {"text": f"{found.rule}: {found.text}"}}


def _uri(found: Evidence) -> str:
    """Return the file as a relative URI; the repository's name stands first."""
    parts = [part for part in (found.repository.rpartition("/")[2], found.path) if part]
    return quote("/".join(parts))
