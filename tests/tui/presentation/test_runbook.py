"""What stands over a runbook and does not scroll away."""

from relplan.model.runbook import Outcome, Tick
from relplan.planning.runbook.night import Night
from relplan.tui.presentation.runbook import runbook_head
from relplan.tui.presentation.spans import plain
from tests.planning.runbook.test_night import BOOK, WEB


def test_what_goes_back_is_named_where_it_is_in_production_already_too() -> None:
    taken_back = Tick("old", Outcome.DONE, "ada", 60, "pay", ("pay@1",), "b", "v1", (WEB.key,))
    other = Tick("else", Outcome.DONE, "ada", 60, "docs", ("docs@1",), "b")
    failed = Tick(WEB.key, Outcome.FAILED, "ada", 120)
    lines = [plain(line) for line in runbook_head(Night(BOOK, (failed,), (taken_back, other)), 180)]
    assert "roll back now: 2 web to v2; pay to v1, which is in production already" in lines
    told = "of this night, and no longer pending: docs (done 00:01); they may have to go back, too"
    assert told in lines
