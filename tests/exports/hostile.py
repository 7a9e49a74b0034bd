"""A plan and a backlog whose every free text tries to be something else than text."""

from dataclasses import replace

from relplan.model.backlog import Backlog
from relplan.model.scenario import Scenario
from relplan.planning import Plan, Planner, plan
from relplan.planning.backlog import backlog
from tests.planning.world import (
    contract,
    finding,
    joint,
    merged,
    opened,
    service,
    world,
)

EVIL = (
    "=cmd|' /C calc'!A0\n# [x](javascript:alert(1)) <script>alert(1)</script> ]]> --> */ "
    "$(touch pwned) `touch pwned` '; touch pwned; ' \" \\ @everyone #1 | ::error::no"
    " \x1b[31mred\x00 \u202eback %0A {{x}} **bold** https://evil.example :tada: ~~gone~~"
)
NOW = 1_700_000_000


def the_plan() -> Plan:
    """Three services: one in lock-step with a gate, one blocked by an adaptation nobody began."""
    snapshot = world(
        service("orders", EVIL),
        service("payments", "money"),
        service("web", "front"),
        contract("payments-api", provider="payments", consumers=["orders"]),
        contract("web-api", provider="payments", consumers=["web"]),
        joint("e2e", "orders", "payments", team=EVIL),
        merged("orders", 1, title=EVIL, adapts="payments-api"),
        merged("payments", 1, title=EVIL, breaks=finding("payments-api", EVIL, line=7)),
        merged("payments", 2, title="=1+1", breaks="web-api"),
        opened("web", "wish", title="@SUM(A1)"),
    )
    return plan(replace(snapshot, workspace=replace(snapshot.workspace, name=EVIL)), Scenario())


def the_backlog() -> Backlog:
    """Two items of that plan, each text of which holds what nobody should run."""
    made = the_plan()
    found = backlog(Planner(made.snapshot), Scenario(), NOW)
    return replace(
        found,
        items=tuple(
            replace(item, title=f"{EVIL} {item.title}", why_now=EVIL, criteria=(EVIL, "Fine."))
            for item in found.items
        ),
    )
