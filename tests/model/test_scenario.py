"""A scenario is a value: each edit returns a new one."""

from relplan.model.scenario import CouplingKind, Mark, Scenario

MARKED = Scenario().with_mark("K", Mark.VERSIONED)


def test_a_mark_can_be_set_read_replaced_and_taken_away() -> None:
    assert MARKED.mark_of("K") is Mark.VERSIONED
    assert MARKED.mark_of("J") is None
    assert MARKED.with_mark("K", Mark.FLAGGED).marks == {("K", Mark.FLAGGED)}
    assert MARKED.with_mark("K", None) == Scenario()


def test_marks_on_other_couplings_stay() -> None:
    both = MARKED.with_mark("e2e", Mark.WAIVED)
    assert both.marks == {("K", Mark.VERSIONED), ("e2e", Mark.WAIVED)}
    assert both.with_mark("K", None).marks == {("e2e", Mark.WAIVED)}


def test_an_edge_can_be_dismissed_and_brought_back() -> None:
    dismissed = MARKED.with_dismissal("f1").with_dismissal("f2")
    assert dismissed.dismissals == {"f1", "f2"}
    assert dismissed.without_dismissal("f1").dismissals == {"f2"}
    assert MARKED.without_dismissal("never") == MARKED


def test_edits_keep_the_rest_and_change_nothing_in_place() -> None:
    what_if = Scenario("what-if").with_mark("K", Mark.FLAGGED).with_dismissal("f1")
    again = what_if.with_mark("J", Mark.VERSIONED).without_dismissal("f1").with_dismissal("f2")
    assert again.name == "what-if"
    assert again.dismissals == {"f2"}
    assert what_if.marks == {("K", Mark.FLAGGED)}
    assert what_if.dismissals == {"f1"}


def test_the_order_of_edits_does_not_matter() -> None:
    one = Scenario().with_mark("K", Mark.FLAGGED).with_mark("J", Mark.VERSIONED)
    other = Scenario().with_mark("J", Mark.VERSIONED).with_mark("K", Mark.FLAGGED)
    assert one == other
    assert hash(one) == hash(other)


def test_which_marks_a_coupling_can_be_given() -> None:
    assert CouplingKind.CONTRACT.marks == (Mark.VERSIONED, Mark.FLAGGED)
    assert CouplingKind.FEATURE.marks == (Mark.FLAGGED,)
    assert CouplingKind.GATE.marks == (Mark.WAIVED,)
