"""``relplan watch`` as a process: its lines, its command, and how it ends."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.shop import EXECUTABLE, Shop, environment


def started(shop: Shop, *words: str) -> "subprocess.Popen[str]":
    """Return the program, which has said that it follows something."""
    process = subprocess.Popen(
        [str(EXECUTABLE), "watch", *words], cwd=shop.folder, env=environment(), text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr is not None
    assert "Ctrl+C ends it" in process.stderr.readline()
    return process


def free_orders(shop: Shop) -> None:
    shop.done("mark", "CHK-12", "flagged")
    shop.done("mark", "payments-api", "versioned")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_what_turns_and_ends_when_it_is_told_to(shop: Shop, number: int) -> None:
    with started(shop, "orders:pay-v2") as process:
        free_orders(shop)
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line[17:].startswith("orders:pay-v2: blocked -> unfinished: Ask for the new total")
        process.send_signal(number)
        out, err = process.communicate()
    assert (process.returncode, out, err) == (0, "", "")


def test_a_command_of_ones_own_gets_the_line_as_json(shop: Shop, tmp_path: Path) -> None:
    hook = tmp_path / "hook.py"
    hook.write_text("import sys; print('got', sys.stdin.read(), file=sys.stderr)", "utf-8")
    with started(shop, "orders", "--json", "--run", f"{sys.executable} {hook}") as process:
        free_orders(shop)
        assert process.stdout is not None
        assert process.stderr is not None
        document = json.loads(process.stdout.readline())
        assert document["schema"] == "relplan.turn/1"
        assert [document[key] for key in ("change", "before", "after", "scenario")] == [
            "orders:pay-v2", "blocked", "unfinished", "main",
        ]  # fmt: skip
        assert json.loads(process.stderr.readline().removeprefix("got ")) == document
        process.terminate()


def test_it_ends_when_nobody_reads_it(shop: Shop) -> None:
    with started(shop) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.wait(60) == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nobody",), "no change is called 'nobody'; see `relplan plan`"),
        (("--scan-every", "soon"), "'soon' is no time between scans; write it as 90s, 10m or 2h"),
        (("--run", "no-such"), "--run names no program: 'no-such'; name one that is there"),
        (("--run", "echo '"), "--run cannot be read: No closing quotation; close its quotes"),
    ],
)
def test_what_cannot_be_is_one_line(shop: Shop, words: tuple[str, ...], said: str) -> None:
    answer = shop.relplan("watch", *words)
    assert (answer.code, answer.complaints) == (2, [said])
