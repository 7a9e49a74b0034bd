"""Which changes may be dark: by the lines that they add, in real repositories."""

import json
from pathlib import Path

import pytest

from relplan.detection.dark import lines_added
from tests.detection.system import System

FLAGS = '{"flags": {"CHECKOUT": {"state": "ENABLED", "variants": {"on": true, "off": false}, %s}}}'
OFF, ON = '"defaultVariant": "off"', '"defaultVariant": "on"'
BEFORE = "def pay():\n    old()\n"
BEHIND = (
    "def pay():\n    if flags.get_boolean_value('CHECKOUT', False):\n        new()\n    old()\n"
)
LONGER = BEHIND.replace("new()\n", "new()\n        newer()\n")


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> System:
    made = System(tmp_path, monkeypatch)
    made.web.commit("Flags", "flags.json", FLAGS % OFF)
    made.web.commit("Pay", "pay.py", BEFORE)
    made.release("a")
    return made


def commit(system: System, file: str, text: str, *, key: str = "CHK-1") -> str:
    made = system.web.commit(f"{key} Change {file}", file, text)
    return f"web@{made[:10]}"


def found(system: System) -> dict[str, list[str]]:
    return {change: [one.flag for one in flags] for change, flags in system.detect().dark.items()}


def test_a_change_that_adds_a_check_with_something_behind_it(system: System) -> None:
    change = commit(system, "pay.py", BEHIND)
    (dark,) = system.detect().dark[change]
    assert [(one.path, one.line, one.text) for one in dark.speaks_for] == [
        ("pay.py", 2, "flags.get_boolean_value('CHECKOUT', False): 1 added line")
    ]
    assert dark.speaks_against == ()


def test_what_runs_anyhow_leaves_nothing_to_ask(system: System) -> None:
    commit(system, "pay.py", BEHIND + "    more()\n")
    assert found(system) == {}


def test_what_it_only_defines_speaks_against_it(system: System) -> None:
    change = commit(system, "pay.py", f"{BEHIND}\n\ndef new():\n    charge()\n")
    (dark,) = system.detect().dark[change]
    assert [(one.line, one.text) for one in dark.speaks_against] == [
        (7, "2 added lines in new definitions, behind no check")
    ]


def test_another_file_that_runs_anyhow_counts_as_well(system: System) -> None:
    system.web.write("start.py", "run()\n")
    commit(system, "pay.py", BEHIND)
    assert found(system) == {}


def test_a_file_that_only_moved_adds_nothing(system: System) -> None:
    system.web.commit("Check", "pay.py", BEHIND)
    system.web.tag("v2")
    system.web.git("rm", "-q", "pay.py")
    commit(system, "shop/pay.py", BEHIND)
    assert found(system) == {}


def test_a_file_that_switches_the_flag_on_speaks_against_it(system: System) -> None:
    system.web.commit("On", "flags.json", FLAGS % ON)
    change = commit(system, "pay.py", BEHIND)
    (dark,) = system.detect().dark[change]
    assert [one.text for one in dark.speaks_against] == ["flags.json switches CHECKOUT on"]


def test_each_check_is_told_with_the_lines_behind_it_alone(system: System) -> None:
    twice = BEHIND + BEHIND.replace("pay", "refund").replace("new()", "back()")
    system.web.commit("Check", "pay.py", twice)
    system.web.tag("v2")
    change = commit(system, "pay.py", twice.replace("back()\n", "back()\n        more()\n"))
    (dark,) = system.detect().dark[change]
    asked = "flags.get_boolean_value('CHECKOUT', False)"
    assert [(one.line, one.text) for one in dark.speaks_for] == [(6, f"{asked}: 1 added line")]


@pytest.mark.parametrize("opening", ["namespace Shop\n{", "namespace Shop.Cart\n{"])
def test_the_namespace_of_a_new_file_does_nothing(system: System, opening: str) -> None:
    system.web.write("flagd.json", FLAGS.replace("CHECKOUT", "new-cart") % OFF)
    text = (
        f"{opening}\nclass Pay\n{{\n    void Now()\n    {{\n"
        '        if (client.GetBooleanValue("new-cart", false))\n        {\n'
        "            Charge();\n        }\n    }\n}\n}\n"
    )
    change = commit(system, "Pay.cs", text)
    assert found(system) == {change: ["new-cart"]}


def test_all_that_it_adds_stands_behind_an_old_check(system: System) -> None:
    system.web.commit("Check", "pay.py", BEHIND)
    system.web.tag("v2")
    change = commit(system, "pay.py", LONGER)
    assert found(system) == {change: ["CHECKOUT"]}


def test_some_lines_behind_an_old_check_say_nothing(system: System) -> None:
    system.web.commit("Check", "pay.py", BEHIND)
    system.web.tag("v2")
    commit(system, "pay.py", LONGER + "    more()\n")
    assert found(system) == {}


def test_what_ties_nothing_is_not_looked_at(system: System) -> None:
    commit(system, "pay.py", BEHIND, key="Just")
    assert found(system) == {}


def test_a_check_that_is_taken_out_leaves_nothing_dark(system: System) -> None:
    system.web.commit("Check", "pay.py", BEHIND)
    system.web.tag("v2")
    commit(system, "pay.py", "def pay():\n    new()\n    old()\n")
    assert found(system) == {}


def test_what_is_read_once_is_not_read_again(system: System) -> None:
    commit(system, "pay.py", BEHIND)
    first = system.detect()
    made = dict(system.memory.made)
    assert system.detect() == first
    assert system.memory.made == made


def test_a_line_that_moves_under_a_condition_is_one_that_is_added() -> None:
    before, after = ([*map(str.encode, text.splitlines())] for text in (BEFORE, BEHIND))
    assert lines_added(before, after) == {2, 3}


def test_a_line_that_may_have_been_put_in_at_two_places_is_taken_for_the_last() -> None:
    before = [b"a(", b"  no,", b")", b"end"]
    after = [b"a(", b"  no,", b")", b"b(", b"  no,", b")", b"end"]
    assert lines_added(before, after) == {4, 5, 6}


def test_a_flag_that_the_change_itself_lists(system: System) -> None:
    system.web.write("src/flags.ts", "export type FlagKey = 'onePage';\n")
    text = "if (useUiFlag('onePage')) {\n  charge();\n}\n"
    change = commit(system, "src/pay.ts", text)
    assert found(system) == {change: ["onePage"]}


def test_what_was_there_and_now_runs_instead_is_not_added(system: System) -> None:
    change = commit(system, "pay.py", BEHIND.replace("    old()", "    else:\n        old()"))
    assert found(system) == {change: ["CHECKOUT"]}


def test_what_runs_instead_and_is_new_leaves_nothing_to_ask(system: System) -> None:
    commit(system, "pay.py", BEHIND.replace("    old()", "    else:\n        other()"))
    assert found(system) == {}


GUARDED = """\
export function Pay() {
  const on = client.getBooleanValue("CHECKOUT", false);
  if (!on) {
    return null;
  }
  return <New />;
}
"""
SHOWN = "export const Page = () => (\n  <main>\n    <Old />\n%s  </main>\n);\n"


def test_a_component_that_shows_nothing_while_the_flag_is_off_may_be_shown(system: System) -> None:
    system.web.commit("Page", "page.tsx", SHOWN % "")
    system.web.tag("v2")
    system.web.write("pay.tsx", GUARDED)
    change = commit(system, "page.tsx", SHOWN % "    <Pay />\n")
    assert found(system) == {change: ["CHECKOUT"]}


def test_a_component_that_does_more_while_the_flag_is_off_runs(system: System) -> None:
    system.web.commit("Page", "page.tsx", SHOWN % "")
    system.web.tag("v2")
    system.web.write("pay.tsx", GUARDED.replace("  if (", "  load(new Cart());\n  if ("))
    commit(system, "page.tsx", SHOWN % "    <Pay />\n")
    assert found(system) == {}


@pytest.mark.parametrize("path", ["page.html.erb", "db/migrate/1_pay.rb"])
def test_a_page_or_a_migration_beside_it_runs(system: System, path: str) -> None:
    system.web.write(path, "<p>pay</p>\n")
    commit(system, "pay.py", BEHIND)
    assert found(system) == {}


def test_what_a_flag_needs_is_found_where_a_trailer_says_that_a_change_is_dark(
    system: System,
) -> None:
    needs = {"new-cart": {"on": True, "variations": [], "prerequisites": [{"key": "new-shop"}]}}
    system.web.commit("Flags", "launchdarkly.json", json.dumps({"flags": needs}))
    system.web.commit("CHK-1 Cart\n\nFlag: new-cart", "cart.py", "pay()\n")
    (found,) = system.detect().prerequisites
    assert (found.flag, found.needs, found.evidence.path) == (
        "new-cart", "new-shop", "launchdarkly.json",
    )  # fmt: skip
