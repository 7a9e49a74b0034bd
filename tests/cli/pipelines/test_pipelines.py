"""The action, the job, the stage and the hooks do what they say: what they run is run here."""

import os
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from relplan.documentation import find_page
from relplan.resources import CI, ci_file
from tests.cli.conftest import Ask
from tests.cli.pipelines.forges import Forge, forge
from tests.cli.shop import EXECUTABLE, Shop, environment

posix = pytest.mark.skipif(os.name == "nt", reason="for a POSIX shell")
ROOT = Path(__file__).parents[3]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / ".github/actions/check/action.yml").read_text())
STEPS: dict[str, dict[str, Any]] = {step["name"]: step for step in ACTION["runs"]["steps"]}
BRANCH = "pay-v2"


@pytest.fixture
def tools(tmp_path: Path) -> Forge:
    """Return the comments of a pull request; relplan, gh, glab and a pip are beside them."""
    found = forge(tmp_path / "tools")
    (found.folder / "relplan").symlink_to(EXECUTABLE)
    (found.folder / "pip").write_text("#!/bin/sh\n")
    (found.folder / "pip").chmod(0o755)
    return found


def shell(
    tools: Forge, script: str, folder: Path, *words: str, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run *script* as a runner does, in *folder*."""
    path = f"{tools.folder}:{os.environ['PATH']}"
    own = environment(PATH=path, GIT_CONFIG_GLOBAL="/dev/null", TMPDIR=str(tools.folder), **more)
    return subprocess.run(
        [*words, script], cwd=folder, env=own, capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


# GitHub


def step(tools: Forge, shop: Shop, name: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a step of the action as GitHub does; its inputs have their defaults."""
    temp = tools.folder / "temp"
    temp.mkdir(exist_ok=True)
    defaults = {key.upper(): str(found["default"]) for key, found in ACTION["inputs"].items()}
    values = {name: defaults.get(name, "") for name in STEPS[name].get("env", {})} | more
    return shell(
        tools, STEPS[name]["run"], shop.folder, "bash", "--noprofile", "--norc", "-eo", "pipefail",
        "-c", RUNNER_TEMP=str(temp), GITHUB_OUTPUT=str(temp / "output"),
        GITHUB_STEP_SUMMARY=str(temp / "summary"),
        GITHUB_ACTION_PATH=str(ROOT / ".github/actions/check"), **values,
    )  # fmt: skip


@posix
def test_the_action_checks_the_branch_that_is_checked_out(shop: Shop, tools: Forge) -> None:
    shop.repo("orders").switch(BRANCH)
    done = step(tools, shop, "Check", AT="orders")
    assert done.returncode == 0, done.stderr
    assert "::error title=orders%3Apay-v2 is blocked::" in done.stdout
    temp = tools.folder / "temp"
    assert (temp / "output").read_text() == "verdict=1\n"
    assert "is blocked**" in (temp / "summary").read_text()
    for _ in range(2):
        assert step(tools, shop, "Comment", NUMBER="12").returncode == 0
    (body,) = tools.bodies
    assert body == (temp / "relplan.md").read_text("utf-8")
    assert step(tools, shop, "Judge", VERDICT="1").returncode == 1


@posix
def test_the_action_takes_no_text_for_a_command(shop: Shop, tools: Forge) -> None:
    names = 'x;touch pwned"$(touch pwned)`touch pwned`'
    done = step(tools, shop, "Check", CHANGE=f"orders:{names}")
    assert done.returncode == 2
    assert "no change is called 'orders:x;touch pwned" in done.stderr
    assert not (shop.folder / "pwned").exists()
    runs = [step["run"] for step in ACTION["runs"]["steps"]]
    assert not [run for run in runs if "${{" in run]


@posix
def test_the_action_takes_a_yes_as_it_is_told(shop: Shop, tools: Forge) -> None:
    shop.repo("orders").switch("main")
    accept = "ordered uncertain nothing"
    done = step(tools, shop, "Check", AT="orders", ACCEPT=accept)
    assert (done.returncode, (tools.folder / "temp/output").read_text()) == (0, "verdict=0\n")
    assert step(tools, shop, "Judge", VERDICT="0").returncode == 0


def test_the_action_is_whole() -> None:
    assert {*ACTION} == {"name", "description", "author", "inputs", "outputs", "runs"}
    assert all(one["shell"] == "bash" for one in STEPS.values())
    said = set(re.findall(r"inputs\.(\w+)", str(STEPS.values())))
    assert said | {"folder"} == ACTION["inputs"].keys()
    told = re.findall(r"^\| `(\w+)` \|", find_page("ci").text, re.MULTILINE)
    assert set(told) == ACTION["inputs"].keys()
    assert (ROOT / ".github/actions/check/../../../pyproject.toml").is_file()
    script = re.findall(r"GITHUB_ACTION_PATH/../../../(\S+?)\"", STEPS["Comment"]["run"])
    assert [(ROOT / name).is_file() for name in script] == [True]


def test_the_workflow_uses_the_action_with_inputs_that_it_has() -> None:
    (job,) = yaml.safe_load(ci_file("github"))["jobs"].values()
    (used,) = [one for one in job["steps"] if "/relplan/" in one["uses"]]
    path = used["uses"].partition("/relplan/")[2].partition("@")[0]
    assert (ROOT / path / "action.yml").is_file()
    assert used["with"].keys() <= ACTION["inputs"].keys()


# GitLab


@posix
def test_the_gitlab_job_clones_checks_and_comments(
    shop: Shop, tools: Forge, tmp_path: Path
) -> None:
    group, build = tmp_path / "group", tmp_path / "build"
    plan = group / "release-plan.git"
    for folder in (plan, build):
        folder.mkdir(parents=True)
    for name in ("orders", "payments", "web"):
        (shop.folder / name).rename(group / f"{name}.git")
    (plan / "relplan.toml").write_text(shop.toml.read_text("utf-8"), "utf-8")
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "Plan"]):
        who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
        subprocess.run(["git", "-C", str(plan), *who, *words], check=True)
    job = yaml.safe_load(ci_file("gitlab"))["relplan"]
    url = "group=https://gitlab-ci-token:$CI_JOB_TOKEN@$CI_SERVER_HOST/$CI_PROJECT_NAMESPACE"
    lines = [*job["before_script"], *job["script"]]
    assert lines.count(url) == 1
    script = "\n".join(f"group={shlex.quote(str(group))}" if one == url else one for one in lines)
    values = {
        "CI_PROJECT_DIR": str(build), "CI_PROJECT_NAME": "orders",
        "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": BRANCH, "CI_MERGE_REQUEST_IID": "12",
    }  # fmt: skip
    own = {
        name: re.sub(r"\$(\w+)", lambda found: values[found[1]], value)
        for name, value in job["variables"].items()
    }
    done = shell(tools, script, build, "sh", "-ec", **values, **own, GITLAB_TOKEN="t")  # noqa: S106
    assert done.returncode == 1, done.stderr
    (body,) = tools.bodies
    assert "**`orders:pay-v2` is blocked**" in body
    assert (build / "relplan.md").read_text("utf-8") == body


# Jenkins


@posix
def test_the_jenkins_stage_fetches_checks_and_comments(
    shop: Shop, tools: Forge, tmp_path: Path
) -> None:
    text = ci_file("jenkins")
    scripts = re.findall(r"'''(.*?)'''", text, re.DOTALL)
    assert len(scripts) == text.count("sh '''") + text.count("script: '''") == 3
    assert text.count("{") == text.count("}")
    values = {
        "RELPLAN_FOLDER": str(shop.folder), "RELPLAN_SERVICE": "orders", "CHANGE_BRANCH": BRANCH,
        "CHANGE_ID": "12", "GH_TOKEN": "t",
    }  # fmt: skip
    work = tmp_path / "work"
    work.mkdir()
    codes = [shell(tools, one, work, "sh", "-ec", **values).returncode for one in scripts]
    assert codes == [0, 1, 0]
    (body,) = tools.bodies
    assert "**`orders:pay-v2` is blocked**" in body


# pre-commit


def test_the_hooks_are_commands_that_there_are(shop: Shop) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert [hook["id"] for hook in hooks] == ["relplan-scan", "relplan-check"]
    shop.repo("orders").switch(BRANCH)
    codes = []
    for hook in hooks:
        assert (hook["language"], hook["pass_filenames"]) == ("python", False)
        program, *words = shlex.split(hook["entry"])
        assert program == "relplan"
        codes.append(shop.relplan(*words, at="orders").code)
    assert codes == [0, 1]
    shop.repo("orders").switch("main")
    assert shop.relplan("check", "--nothing", "ok", at="orders").code == 0


# The command


def test_each_of_them_is_printed(tmp_path: Path, ask: Ask) -> None:
    listed = ask(tmp_path, "ci").out
    for name in CI:
        assert name in listed
        assert ask(tmp_path, "ci", name).out == ci_file(name)
    answer = ask(tmp_path, "ci", "gitlub")
    assert answer.complaints == ["nothing for CI is called 'gitlub'; did you mean 'gitlab'?"]


def test_nothing_pending_here_is_a_yes_only_where_that_is_said(shop: Shop) -> None:
    shop.repo("orders").switch("main")
    answer = shop.relplan("check", at="orders")
    assert answer.code == 2
    assert answer.complaints[-1].startswith("nothing is pending on branch main of orders;")
    assert shop.done("check", "--nothing", "ok", at="orders") == (
        "nothing is pending on this branch\n"
    )
    assert "Nothing of this branch" in shop.done(
        "check", "--nothing", "ok", "--comment", at="orders"
    )
    assert '"shippable_alone": true' in shop.done("check", "--nothing", "ok", "--json", at="orders")
