"""The pages that ship with relplan: what they show as commands and output is what happens."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from relplan.cli.app import app
from relplan.documentation import find_page, pages
from relplan.examples import build, reviewed
from tests.cli.conftest import Ask
from tests.cli.shop import Shop

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(r"^```(?:console|sh)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_HASH = re.compile(r"\b[0-9a-f]{10,12}\b")


def _blocks() -> Iterator[tuple[str, str]]:
    texts = [("README", (ROOT / "README.md").read_text("utf-8"))]
    texts += [(page.topic, page.text) for page in pages()]
    for topic, text in texts:
        for block in _BLOCK.findall(text):
            yield topic, block.replace("\\\n", "")


def _commands() -> Iterator[tuple[str, str]]:
    for topic, block in _blocks():
        for line in block.splitlines():
            for words in re.findall(r"(?:^(?:\$ )?|&& )(relplan(?: [^#&>]*)?)", line):
                yield topic, words.strip()


@pytest.mark.parametrize(("topic", "words"), sorted(set(_commands())))
def test_each_command_that_is_shown_is_there_with_its_options(topic: str, words: str) -> None:
    command: Any = typer.main.get_command(app)
    context = typer.Context(command)
    known = {option for one in command.params for option in one.opts}
    for word in shlex.split(words)[1:]:
        if word.startswith("-") and word != "-":
            assert word in known
        elif word in getattr(command, "commands", {}):
            _, command, _ = command.resolve_command(context, [word])
            known |= {option for one in command.params for option in one.opts}
    assert not getattr(command, "commands", {}) or words.split()[1:2] in (
        [],
        ["--serve"],
        ["--install-completion"],
    )


def _told(block: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each command of a block with the output that is shown."""
    for part in block.split("$ ")[1:]:
        command, *shown = part.splitlines()
        yield command, shown


def test_the_tour_shows_what_is_answered(tmp_path: Path, ask: Ask) -> None:
    folder = build("lockstep-7", tmp_path / "lockstep-7")
    assert ask(folder, "scan").code == 0
    for change in reviewed("lockstep-7"):
        assert ask(folder, "change", "set", change, "--state", "ready").code == 0
    for topic, block in _blocks():
        for command, shown in _told(block) if topic == "tour" else ():
            answer = ask(folder, *shlex.split(command)[1:])
            assert answer.code == 0
            told = _HASH.sub("…", answer.out).splitlines()
            pattern = "\n".join(".*" if line == "…" else re.escape(line) for line in shown)
            pattern = pattern.replace("…", ".*")
            assert re.fullmatch(pattern, "\n".join(told), re.DOTALL), (command, answer.out)


def test_help_lists_the_pages_and_shows_one(tmp_path: Path, ask: Ask) -> None:
    listed = ask(tmp_path, "help").out
    assert all(page.topic in listed and page.title in listed for page in pages())
    assert ask(tmp_path, "help", "sem").out.startswith("# What relplan computes\n")
    answer = ask(tmp_path, "help", "semantic-s")
    assert (answer.code, answer.complaints) == (
        2,
        ["no page is about 'semantic-s'; did you mean 'semantics'?"],
    )


def test_rules_are_listed_and_explained(tmp_path: Path, ask: Ask) -> None:
    found = json.loads(ask(tmp_path, "rules", "--kind", "graphql", "--json").out)
    assert found["schema"] == "relplan.rules/1"
    names = [(rule["kind"], rule["id"]) for rule in found["rules"]]
    assert names == sorted(names)
    assert ("graphql", "field-removed") in names
    told = ask(tmp_path, "rules", "field-removed").out
    assert "queries that select it are no longer valid" in told
    assert "type T { a: Int b: Int }" in told
    answer = ask(tmp_path, "rules", "field-remove")
    assert answer.complaints == ["no rule is called 'field-remove'; did you mean 'field-removed'?"]


def test_a_severity_is_of_a_rule_that_there_is(fresh: Shop) -> None:
    fresh.add('[severity]\n"field-removed" = "risky"')
    fresh.done("scan")
    fresh.settings('"field-removed"', '"field-remove"')
    what = "[severity] no rule is called 'field-remove'; did you mean 'field-removed'?"
    for command in ("scan", "plan"):
        answer = fresh.relplan(command)
        assert (answer.code, answer.complaints) == (2, [f"{fresh.toml}: {what}"])


def test_each_document_has_the_schema_and_the_fields_that_the_page_says(
    tmp_path: Path, ask: Ask
) -> None:
    folder = build("lockstep-7", tmp_path / "lockstep-7")
    assert ask(folder, "scan").code == 0
    page = find_page("json").text
    rows = re.findall(r"^\| `([\w ]+)`.*?\| (`relplan\..*?) \| (.*?) \|$", page, re.MULTILINE)
    subjects = {"why": ["ledger"], "propose": ["all-alone"], "runbook": ["B0"]}
    subjects["export waves"] = ["--batch", "B0"]
    for command, schemas, fields in rows:
        if command not in {"compare", "watch"}:  # one takes two files, one does not end by itself
            asked = ["-f", "json"] if command.startswith("export") else ["--json"]
            words = [*command.split(), *subjects.get(command, []), *asked]
            told = json.loads(ask(folder, *words).out)
            assert f"`{told['schema']}`" in schemas
            named = re.findall(r"`(\w+)`", fields)
            text = json.dumps(told)
            assert named[0] in told
            listed = command in {"questions", "answers", "log"}  # of which there are none here
            assert listed or all(
                f'"{name}"' in text for name in named if name not in {"check", "verdict"}
            )
    assert len(rows) == 16
