"""A scenario out and in again, and what is no scenario."""

import pytest

from relplan.exports.scenario.toml import LARGEST_SCENARIO, parse_scenario, scenario_toml
from relplan.model.errors import RelplanError
from relplan.model.scenario import Mark, Scenario
from relplan.planning import plan
from tests.exports.hostile import EVIL, the_plan

GOOD = 'schema = "relplan.scenario/1"\nname = "x"\n'


def test_it_comes_back_as_it_was() -> None:
    made = the_plan()
    trunk = next(edge for edge in made.edges if edge.dismissible)
    scenario = Scenario(
        EVIL,
        frozenset({("payments-api", Mark.VERSIONED), ("e2e", Mark.WAIVED)}),
        frozenset({trunk.fingerprint, "000000000000"}),
    )
    text = scenario_toml(plan(made.snapshot, scenario))
    assert parse_scenario(text.encode(), "s.toml") == scenario
    assert trunk.source in text


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xff", "not UTF-8"),
        (b"= 1", "not valid TOML"),
        (b"", "schema is not 'relplan.scenario/1'"),
        (b"[" * 5000, "s.toml"),
        (b"a" + b".a" * 50_000 + b" = 1", "nested too deeply"),
        (b"x" * (LARGEST_SCENARIO + 1), "larger than a scenario can be"),
        (b'schema = "relplan.scenario/1"\n', "'name' is not a text"),
        (GOOD.encode() + b"mark = 1\n", "did you mean 'marks'"),
        (GOOD.encode() + b"marks = 1\n", "marks is not a list of tables"),
        (GOOD.encode() + b"marks = [1]\n", "marks is not a list of tables"),
        (GOOD.encode() + b'[[marks]]\ncoupling = "a"\n', "'mark' is not a text"),
        (GOOD.encode() + b'[[marks]]\ncoupling = "a"\nmark = "x"\n', "no mark is called 'x'"),
        (GOOD.encode() + b'[[marks]]\ncoupling = "a"\nmark = "flagged"\n' * 2, "marked twice"),
        (GOOD.encode() + b"[[dismissals]]\nedge = 1\n", "'edge' is not a text"),
    ],
)
def test_what_is_no_scenario_is_refused_in_one_line(data: bytes, says: str) -> None:
    with pytest.raises(RelplanError) as told:
        parse_scenario(data, "s.toml")
    assert says in str(told.value)
    assert "\n" not in str(told.value)
