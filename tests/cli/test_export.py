"""`relplan export`: every format from the command line, and a scenario replayed."""

import csv
import json
import tomllib
from io import StringIO
from xml.etree import ElementTree as ET

import pytest

from relplan.exports.formats import FORMATS
from tests.cli.shop import Shop

ALL = [(what, form) for what, formats in FORMATS.items() for form in formats]


@pytest.mark.parametrize(("what", "form"), ALL)
def test_every_format_says_something_that_ends_with_a_line(
    shop: Shop, what: str, form: str
) -> None:
    words = ("export", what, "--format", form, *(("--batch", "B0") if what == "runbook" else ()))
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
