"""The backlog in each format, read back by a program of that format."""

import csv
import json
import os
import subprocess
import tomllib
from io import StringIO
from pathlib import Path

import pytest

from relplan.exports.backlog.csv import backlog_csv, backlog_gitlab, backlog_jira
from relplan.exports.backlog.github import backlog_github, backlog_github_script
from relplan.exports.backlog.json import backlog_json
from relplan.exports.backlog.toml import backlog_toml
from tests.exports.hostile import the_backlog

BACKLOG = the_backlog()
GH = """#!/bin/sh
# Stands for gh: files issues into a folder and lists their bodies.
case "$1 $2" in
  "issue create")
    shift 2
    while [ $# -gt 0 ]; do
      case "$1" in
        --title) title=$2 ;;
        --body) body=$2 ;;
      esac
      shift 2
    done
    number=$(ls "$FILED" | wc -l)
    printf '%s' "$title" > "$FILED/$number.title"
    printf '%s\\n' "$body" > "$FILED/$number.body" ;;
  "issue list") cat "$FILED"/*.body 2>/dev/null || true ;;
esac
"""


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text, newline="")))


def test_json_and_toml_say_the_same() -> None:
    document = json.loads(backlog_json(BACKLOG))
    assert document["schema"] == "relplan.backlog/1"
    assert len(document["items"]) == len(BACKLOG.items) == 3
    assert document["items"][0]["title"] == BACKLOG.items[0].title
    assert tomllib.loads(backlog_toml(BACKLOG)) == document


def test_csv_has_one_row_an_item_and_no_formula() -> None:
    head, *found = rows(backlog_csv(BACKLOG))
    assert [row[head.index("coupling")] for row in found] == [one.coupling for one in BACKLOG.items]
    assert [row[head.index("key")] for row in found] == [one.key for one in BACKLOG.items]
    for row in found:
        assert len(row) == len(head)
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_jira_estimates_in_seconds_of_eight_hours_a_day() -> None:
    head, *found = rows(backlog_jira(BACKLOG))
    assert head[:3] == ["Summary", "Issue Type", "Description"]
    days = [int(row[head.index("Original Estimate")]) / 28_800 for row in found]
    assert days == [item.effort_days for item in BACKLOG.items]
    for row, item in zip(found, BACKLOG.items, strict=True):
        assert row[-1] == item.key
        assert "{color" not in row[2]
        assert row[0].startswith("'=cmd")


def test_gitlab_takes_a_title_and_a_description() -> None:
    head, *found = rows(backlog_gitlab(BACKLOG))
    assert head == ["title", "description"]
    assert len(found) == len(BACKLOG.items)
    assert all(item.key in row[1] for row, item in zip(found, BACKLOG.items, strict=True))


def test_github_issues_are_one_json_object_a_line() -> None:
    found = [json.loads(line) for line in backlog_github(BACKLOG).splitlines()]
    assert [set(one) for one in found] == [{"title", "body", "labels"}] * len(BACKLOG.items)
    assert all("\n" not in one["title"] for one in found)
    assert all(
        f"<!-- {item.key} -->" in one["body"]
        for one, item in zip(found, BACKLOG.items, strict=True)
    )


@pytest.mark.skipif(os.name == "nt", reason="the script is for a POSIX shell")
def test_the_script_files_each_issue_once_and_runs_nothing_else(tmp_path: Path) -> None:
    filed, tools, work = (tmp_path / name for name in ("filed", "tools", "work"))
    for folder in (filed, tools, work):
        folder.mkdir()
    (tools / "gh").write_text(GH)
    (tools / "gh").chmod(0o755)
    script = work / "file.sh"
    script.write_text(backlog_github_script(BACKLOG), "utf-8")
    subprocess.run(["sh", "-n", script], check=True)
    environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "FILED": str(filed)}
    said = [
        subprocess.run(
            ["sh", script], env=environment, cwd=work, check=True, capture_output=True, text=True
        ).stdout
        for _ in range(2)
    ]
    bodies = sorted(path.read_text("utf-8") for path in filed.glob("*.body"))
    expected = (json.loads(line)["body"] for line in backlog_github(BACKLOG).splitlines())
    assert [body.rstrip() for body in bodies] == sorted(body.rstrip() for body in expected)
    assert said[1].splitlines() == [f"there already: {item.key}" for item in BACKLOG.items]
    assert [path.name for path in work.iterdir()] == ["file.sh"]  # nothing was touched
