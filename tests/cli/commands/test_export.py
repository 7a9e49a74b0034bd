"""`relplan export`: every format from the command line, and a scenario replayed."""

import csv
import json
import re
import tomllib
from io import StringIO
from xml.etree import ElementTree as ET

import pytest

from relplan.documentation import find_page
from relplan.exports.formats import GROUP, OWN
from tests.cli.conftest import Ask
from tests.cli.shop import Shop
from tests.cli.terminal import Terminal
from tests.packages import Packages, install, path_with

ALL = [(form.document, form.name) for form in OWN]


@pytest.mark.parametrize(("what", "form"), ALL)
def test_every_format_says_something_that_ends_with_a_line(
    shop: Shop, what: str, form: str
) -> None:
    words = (
        *("--as-of", "2026-06-03T12:00:00"),
        *("export", what, "--format", form),
        *(("--batch", "B0") if what in ("runbook", "waves") else ()),
    )
    said = shop.done(*words)
    assert said.strip()
    assert said.endswith("\n")
    assert said == shop.done(*words)


def test_read_back(shop: Shop) -> None:
    backlog = json.loads(shop.done("export", "backlog", "-f", "json"))
    assert {item["coupling"] for item in backlog["items"]} == {"payments-api", "CHK-12"}
    assert tomllib.loads(shop.done("export", "backlog", "-f", "toml"))["items"]
    rows = list(csv.reader(StringIO(shop.done("export", "plan", "-f", "csv"))))
    assert len(rows) == 4
    assert ET.fromstring(shop.done("export", "graph", "-f", "svg")).tag.endswith("svg")  # noqa: S314
    assert json.loads(shop.done("export", "plan", "-f", "json")) == json.loads(
        shop.done("plan", "--json")
    )


def test_into_a_file(shop: Shop) -> None:
    target = shop.folder / "backlog.md"
    answer = shop.relplan("export", "backlog", "-o", str(target))
    assert (answer.code, answer.out) == (0, "")
    assert answer.complaints == [f"wrote {target}"]
    assert target.read_text("utf-8") == shop.done("export", "backlog", "-f", "markdown")


def test_a_file_that_cannot_be_written(shop: Shop) -> None:
    assert shop.relplan("export", "plan", "-o", str(shop.folder)).code == 2
    answer = shop.relplan("export", "plan", "-o", str(shop.folder / "nowhere" / "plan.md"))
    assert answer.code == 2
    assert not (shop.folder / "nowhere").exists()


def test_a_graph_of_one_batch(shop: Shop) -> None:
    assert "pay-v2" in shop.done("export", "graph", "--batch", "orders:pay-v2")
    assert shop.relplan("export", "plan", "--batch", "B0").code == 2


WINDOW = """
[windows.thursday]
start = 2026-01-01T22:00:00
duration_minutes = 120
rrule = "FREQ=WEEKLY;BYDAY=TH"
services = ["orders", "web"]

[windows.never]
start = 2020-01-01T22:00:00
duration_minutes = 120
services = ["web"]
"""


def test_notes_of_a_window_a_batch_and_all_that_can_go(shop: Shop) -> None:
    shop.add(WINDOW)
    shop.done("change", "set", "web:CHK-12-button", "--state", "ready")
    shop.done("change", "set", "orders:pay-v2", "--state", "ready")
    shop.done("mark", "payments-api", "versioned")
    words = ("--as-of", "2026-06-03T12:00:00", "export", "notes", "-f", "json")
    of_window = json.loads(shop.done(*words, "--window", "thursday"))
    assert (of_window["at"], of_window["title"]) == ("2026-06-04T22:00:00+00:00", "Window thursday")
    sent = {change["change"] for one in of_window["services"] for change in one["changes"]}
    assert sent == {"orders:pay-v2", "web:CHK-12-button", shop.payments_main()}
    everything = json.loads(shop.done(*words))
    assert everything["contributors"] == ["Ada"]
    assert [one["key"] for one in everything["issues"]] == ["CHK-12"]
    (broken,) = everything["breaks"]
    assert {one["consumer"]: one["fate"] for one in broken["consumers"]} == {
        "orders": "versioned",
        "web": "versioned",
    }
    shop.done("undo")
    of_batch = json.loads(shop.done(*words, "--batch", "orders:pay-v2"))
    assert of_batch["obstacles"]
    of_window = json.loads(shop.done(*words, "--window", "thursday"))
    assert of_window["services"] == []
    assert {one["why"] for one in of_window["left_out"]} == {"blocked"}
    assert json.loads(shop.done(*words, "--window", "never"))["at"] is None


def test_notes_are_made_though_a_repository_is_gone(shop: Shop) -> None:
    shop.done("mark", "payments-api", "versioned")
    shop.done("change", "set", "web:CHK-12-button", "--state", "ready")
    (shop.folder / "payments").rename(shop.folder / "elsewhere")
    found = json.loads(shop.done("export", "notes", "-f", "json"))
    assert found["unread"] == ["payments"]
    assert found["contributors"] == ["Ada"]  # as of the scan


def test_a_service_that_is_deployed_twice_has_no_wave(shop: Shop) -> None:
    shop.add('[contracts.names]\nprovider = "web"\nconsumers = ["payments"]')
    for change in ("web:CHK-12-button", "orders:pay-v2"):
        shop.done("change", "set", change, "--state", "ready")
    shop.repo("web").commit("Names\n\nAdapts-To: payments-api\nExtends: names")
    shop.done("scan")
    found = json.loads(shop.done("export", "waves", "-f", "json"))
    assert [(one["service"], one["wave"]) for one in found["services"]] == [
        ("orders", 0), ("payments", 1), ("web", 2),
    ]  # fmt: skip
    shop.repo("payments").commit("Use them\n\nAdapts-To: names")
    shop.done("scan")
    answer = shop.relplan("export", "waves")
    assert (answer.code, answer.out) == (2, "")
    what = "All that can ship now: payments is deployed more than once"
    assert answer.complaints == [f"{what}; no one wave shows that: name a batch"]
    assert shop.done("export", "waves", "--batch", "orders:pay-v2")


def test_notes_of_what_there_is_not(shop: Shop) -> None:
    answer = shop.relplan("export", "notes", "--window", "thursday")
    assert answer.complaints == ["no window is called 'thursday'; add [windows.NAME]"]
    shop.add(WINDOW)
    answer = shop.relplan("export", "notes", "--window", "thursay")
    assert answer.complaints == ["no window is called 'thursay'; did you mean 'thursday'?"]
    answer = shop.relplan("export", "notes", "--window", "thursday", "--batch", "B0")
    assert answer.complaints == ["a window and a batch are two things; name one of them"]
    answer = shop.relplan("export", "plan", "--window", "thursday")
    assert answer.complaints == ["plan is of no window; a runbook, notes or waves can be"]


def test_what_is_not_there(shop: Shop) -> None:
    what = shop.relplan("export", "everything")
    assert (what.code, what.out) == (2, "")
    assert "plan" in what.complaints[0]
    form = shop.relplan("export", "plan", "--format", "docx")
    assert (form.code, form.out) == (2, "")
    assert "markdown" in form.complaints[0]


def test_a_scenario_is_replayed_elsewhere(shop: Shop) -> None:
    shop.done("mark", "payments-api", "versioned")
    file = shop.folder / "scenario.toml"
    shop.done("export", "scenario", "-o", str(file))
    marked = json.loads(shop.done("plan", "--json"))
    shop.done("undo")
    replayed = json.loads(shop.done("plan", "--scenario-file", str(file), "--json"))
    assert replayed["numbers"] == marked["numbers"]
    assert replayed["marks"] == [{"coupling": "payments-api", "mark": "versioned"}]
    assert json.loads(shop.done("plan", "--json"))["marks"] == []


def test_a_scenario_of_another_workspace(shop: Shop) -> None:
    file = shop.folder / "scenario.toml"
    shop.done("mark", "payments-api", "versioned")
    shop.done("export", "scenario", "-o", str(file))
    file.write_text(file.read_text("utf-8").replace("payments-api", "payments"), "utf-8")
    answer = shop.relplan("plan", "--scenario-file", str(file))
    assert (answer.code, answer.out) == (2, "")
    assert "'payments'" in answer.complaints[-1]


def test_a_scenario_file_or_a_scenario(shop: Shop) -> None:
    assert shop.relplan("plan", "--scenario-file", "x.toml", "--scenario", "main").code == 2
    assert shop.relplan("plan", "--scenario-file", "x.toml").code == 2


def test_what_github_shows_beside_the_code(shop: Shop) -> None:
    answer = shop.relplan("check", "orders:pay-v2", "--annotations")
    assert answer.code == 1
    assert answer.out.startswith(("::error ", "::error::", "::warning "))


# Formats of other packages

_OURS = """
from relplan.exports.formats import Format

def write(document):
    changes = document.changes if hasattr(document, "changes") else document.items
    return f"{len(changes)} of ours\\n"

PLAN = Format("plan", "ours", ".txt", "for our wiki", write)
BACKLOG = Format("backlog", "ours", ".txt", "for our wiki", write)
TAKEN = Format("plan", "csv", ".csv", "for a spreadsheet", write)
FAILING = Format("plan", "failing", ".txt", "for nobody", lambda plan: plan.nothing)
EMPTY = Format("plan", "empty", ".txt", "for nobody", lambda plan: None)
"""


def test_a_format_of_another_package(shop: Shop, packages: Packages, ask_anew: Ask) -> None:
    points = ("plan = ourplans:PLAN", "backlog = ourplans:BACKLOG")
    install(packages.folder, "ourplans", _OURS, GROUP, *points)
    answer = ask_anew(shop.folder, "export", "plan", "--format", "ours")
    assert (answer.code, answer.out, answer.err) == (0, "3 of ours\n", "")
    answer = ask_anew(shop.folder, "export", "backlog", "-f", "ours")
    assert (answer.code, answer.out, answer.err) == (0, "2 of ours\n", "")
    answer = ask_anew(shop.folder, "export", "plan", "--format", "theirs")
    assert answer.complaints == [
        "no format of plan is called 'theirs'; it can be markdown, json, csv, junit, sarif, ours"
    ]


def test_the_format_that_the_guide_shows(shop: Shop, packages: Packages, ask_anew: Ask) -> None:
    page = find_page("extending").text
    (code,) = re.findall(r"```python\n# ourplans\.py\n(.*?)```", page, re.DOTALL)
    point = re.search(rf'entry-points."{GROUP}"\]\nwiki = "(.*)"', page)
    assert point is not None
    install(packages.folder, "ourplans", code, GROUP, f"wiki = {point[1]}")
    words = ("export", "plan", "--format", "wiki")
    answer = ask_anew(shop.folder, *words)
    assert (answer.code, answer.err) == (0, "")
    head, *rows = answer.out.splitlines()
    assert head == "|| change || status ||"
    assert "| orders:pay-v2 | blocked |" in rows


@pytest.mark.parametrize(
    ("point", "why"),
    [
        ("wiki = nowhere:FORMAT", "ModuleNotFoundError: No module named 'nowhere'"),
        ("wiki = ourplans:write", "ourplans:write is no Format"),
        ("wiki = ourplans:TAKEN", "plan has a format 'csv' already"),
    ],
)
def test_a_format_that_is_broken_is_one_line_and_no_more(
    shop: Shop, packages: Packages, ask_anew: Ask, point: str, why: str
) -> None:
    install(packages.folder, "ourplans", _OURS, GROUP, point)
    answer = ask_anew(shop.folder, "export", "plan", "-f", "csv")
    assert (answer.code, answer.out) == (0, shop.done("export", "plan", "-f", "csv"))
    assert answer.complaints == [
        f"note: ourplans 1.0: wiki of {GROUP} is left out: {why}; mend that package or uninstall it"
    ]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("failing", "AttributeError: 'Plan' object has no attribute 'nothing'"),
        ("empty", "it returned no text"),
    ],
)
def test_a_format_that_fails_names_its_package_and_writes_nothing(
    shop: Shop, packages: Packages, ask_anew: Ask, name: str, why: str
) -> None:
    install(packages.folder, "ourplans", _OURS, GROUP, f"any = ourplans:{name.upper()}")
    words = ("export", "plan", "-f", name, "-o", "plan.txt")
    answer = ask_anew(shop.folder, *words)
    assert (answer.code, answer.out) == (2, "")
    hint = "tell whoever maintains that package, or choose another format"
    what = f"ourplans 1.0: its format '{name}' of plan failed: {why}"
    assert answer.complaints == [f"{what}; {hint}"]
    assert not (shop.folder / "plan.txt").exists()


def test_a_command_that_exports_nothing_looks_for_no_package(
    shop: Shop, packages: Packages, ask_anew: Ask
) -> None:
    install(packages.folder, "ourplans", "print('loaded')", GROUP, "wiki = ourplans:FORMAT")
    for words in (["plan", "--json"], ["export", "--help"], ["mark", "payments-api", "versioned"]):
        answer = ask_anew(shop.folder, *words)
        assert (answer.code, answer.err) == (0, "")


def test_the_tui_lists_a_format_of_another_package(shop: Shop, packages: Packages) -> None:
    points = ("backlog = ourplans:BACKLOG", "wiki = nowhere:FORMAT")
    install(packages.folder, "ourplans", _OURS, GROUP, *points)
    with Terminal(shop.folder, PYTHONPATH=path_with(packages.folder)) as terminal:
        terminal.read_until("orders:pay-v2")
        terminal.press("b")
        terminal.read_until("decoupling backlog")
        terminal.press("E")
        terminal.read_until("the work that decouples")
        terminal.press("\r")
        assert "ours           for our wiki" in terminal.read_until("for our wiki")
        terminal.read_until("'nowhere'")  # the toast about the other one


@pytest.mark.parametrize("what", ["graph", "notes", "runbook", "waves"])
def test_of_a_batch_that_there_is_not_it_says_which_there_are(shop: Shop, what: str) -> None:
    shop.done("mark", "payments-api", "versioned")

    def complaint(batch: str) -> str:
        answer = shop.relplan("export", what, "--batch", batch)
        assert answer.code == 2
        return answer.complaints[0]

    assert complaint("B01") == "there is no batch B01; there are B0 to B1"
    assert complaint("b7") == "there is no batch b7; there are B0 to B1"
    assert complaint("orders:pay-v3").endswith("did you mean orders:pay-v2?")
    assert shop.done("export", what, "--batch", "b0")
    assert shop.done("export", what, "--batch", "orders:p")


def test_a_service_that_is_called_like_a_batch_is_found(shop: Shop) -> None:
    shop.add('[services.b01]\nrepo = "orders"\nrelease_tag = "v*"')
    shop.done("scan")
    assert "b01:" in shop.done("export", "graph", "--batch", "b01:pay")


@pytest.mark.parametrize("what", ["notes", "runbook", "waves"])
def test_a_batch_is_no_window(shop: Shop, what: str) -> None:
    shop.add(WINDOW)
    answer = shop.relplan("export", what, "--window", "B0")
    assert answer.complaints == ["no window is called 'B0'; known are thursday, never"]


def test_what_is_neither_batch_nor_change_nor_window(shop: Shop) -> None:
    answer = shop.relplan("runbook", "zzz")
    assert answer.complaints == ["no batch or change is called 'zzz'; there is B0"]
    shop.add(WINDOW)
    answer = shop.relplan("runbook", "thursay")
    named = "no batch, change or window is called 'thursay'"
    assert answer.complaints == [f"{named}; did you mean thursday?"]


def test_what_ships_first_says_what_it_is(shop: Shop) -> None:
    shop.done("mark", "payments-api", "versioned")
    for change in ("web:CHK-12-button", "orders:pay-v2"):
        shop.done("change", "set", change, "--state", "ready")

    def title(what: str, *words: str) -> str:
        words = ("--as-of", "2026-06-03T12:00:00", "export", what, "-f", "json", *words)
        found: str = json.loads(shop.done(*words))["title"]
        return found

    for what in ("runbook", "waves"):
        assert title(what) == "All that can ship now"
        assert title(what, "--batch", "B0") == "Batch B0"
    text = shop.done("export", "waves")
    assert text.startswith("# All that can ship now of shop, in its order,\n")
    shop.add(WINDOW.replace('"orders", "web"', '"orders", "payments", "web"'))
    for what in ("runbook", "waves"):
        assert title(what) == "Window thursday"


def test_what_is_expected_ships_first_and_not_now(shop: Shop) -> None:
    late = ("orders:pay-v2", "web:CHK-12-button", "missing:web/payments-api")
    shop.add("[expected]\n" + "\n".join(f'"{one}" = 2026-07-01' for one in late))
    words = ("--as-of", "2026-06-03T12:00:00", "export", "runbook", "-f", "json")
    assert json.loads(shop.done(*words))["title"] == "All that ships first"
