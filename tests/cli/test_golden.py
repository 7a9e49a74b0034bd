"""What the demos answer, byte for byte: the net under every move of code.

After a wanted change look at what ``pytest tests/cli/test_golden.py --snapshot-update`` writes.
"""

import json
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from relplan.examples import build, reviewed
from tests.cli.conftest import Ask

NOW = 1_790_000_000
"""The demos' newest commit is made on the day before; 2026-09-21."""
AS_OF = "2026-09-21T14:13:20Z"


class TextFile(SingleFileSnapshotExtension):
    """One readable file a snapshot."""

    _file_extension = "json"
    _write_mode = WriteMode.TEXT


@pytest.fixture
def golden(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(TextFile)


@pytest.mark.parametrize("demo", ["blog", "lockstep-7", "webshop"])
def test_what_a_demo_answers(
    demo: str, tmp_path: Path, ask: Ask, golden: SnapshotAssertion
) -> None:
    folder = build(demo, tmp_path / demo, NOW)

    def answer(*words: str) -> str:
        said = ask(folder, "--as-of", AS_OF, *words)
        assert said.code in (0, 1, 3), said.err
        return f"$ relplan {' '.join(words)}\n{said.out}"

    answer("scan")
    for change in reviewed(demo):
        answer("change", "set", change, "--state", "ready")
    plan = answer("plan", "--json")
    found = json.loads(plan.partition("\n")[2])
    one_a_status = {change["status"]: change["id"] for change in found["changes"]}
    largest = max(found["batches"], key=lambda batch: len(batch["changes"]))["id"]
    whys = [answer("why", change, "--json") for change in one_a_status.values()]
    goals = (("alone", found["changes"][0]["id"]), ("batch", "2"), ("all-alone",), ("free",))
    proposals = [answer("propose", *goal, "--json") for goal in goals]
    runbooks = [answer("runbook", largest, "--json")]
    rest = [answer(command, "--json") for command in ("questions", "diagnose", "windows")]
    assert plan == golden(name="plan")
    assert "".join(whys) == golden(name="why")
    assert "".join(proposals) == golden(name="propose")
    assert "".join(runbooks) == golden(name="runbook")
    assert "".join(rest) == golden(name="rest")
