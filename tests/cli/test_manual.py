"""The manual page has every command and option, in the words of their own help."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

import relplan
from relplan.cli.listing import COMMANDS
from tests.cli.shop import Shop


def plain(page: str) -> str:
    """Return what man shows of *page*, without its lay-out."""
    page = re.sub(r"\\\[u(\w+)\]", lambda found: chr(int(found[1], 16)), page)
    return re.sub(r"\\&|\\f[BIR]", "", page).replace("\\-", "-").replace("\\e", "\\")


def test_the_page_has_every_command_with_its_options(shop: Shop) -> None:
    page = plain(shop.done("help", "--man"))
    for name, listed in COMMANDS.items():
        assert f"\n.SS relplan {name} " in page
        told = shop.done(name, "--help")
        assert listed.summary in page or "Commands:" in told
        for option in re.findall(r"^  (?:-\w, )?(--[\w-]+)", told, re.MULTILINE):
            assert option in page
    assert shop.done("help", "--man") == shop.done("help", "--man")


def test_no_word_is_taken_for_a_request_of_roff(shop: Shop) -> None:
    requests = re.findall(r"^[.'].*", shop.done("help", "--man"), re.MULTILINE)
    assert {request.split()[0] for request in requests} == {
        ".TH", ".SH", ".SS", ".TP", ".PP", ".B",
    }  # fmt: skip


@pytest.mark.skipif(shutil.which("groff") is None, reason="there is no groff here")
def test_groff_has_nothing_to_complain_about(shop: Shop) -> None:
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww"], input=shop.done("help", "--man"), text=True,
        capture_output=True, check=True,
    )  # fmt: skip
    assert done.stderr == ""
    assert "Of check alone: uncertain." in done.stdout


def test_the_page_has_every_variable_that_relplan_looks_at(shop: Shop) -> None:
    page = plain(shop.done("help", "--man"))
    code = "".join(file.read_text("utf-8") for file in Path(relplan.__file__).parent.rglob("*.py"))
    named = set(re.findall(r"\bRELPLAN_[A-Z]+\b", code)) - {"RELPLAN_COMPLETE"}  # a shell sets it
    assert "RELPLAN_SCENARIO" in named
    assert {name for name in named if f"\n{name}\n" not in page} == set()
