"""buf itself, as the judge of what relplan says."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from relplan.contracts.protobuf.rules import RULES
from relplan.model.finding import Severity

BUF = Path(sys.executable).parent / ("buf.exe" if os.name == "nt" else "buf")


OF_BUF = tuple(
    rule.id
    for rule in RULES
    if rule.severity is not Severity.ADDITIVE and not rule.id.startswith("RPC_HTTP_")
)
"""The rules that are buf's, too; it tells nothing that is additive, and nothing of HTTP."""


class Said(NamedTuple):
    """What buf says of one place."""

    rule: str
    path: str
    line: int
    text: str


def breaking(base: Mapping[str, str], revision: Mapping[str, str], folder: Path) -> set[Said]:
    """Return what buf says that breaks between two modules, which are written into *folder*."""
    rules = f"version: v2\nbreaking:\n  use: [{', '.join(OF_BUF)}]\n"
    for name, files in (("base", base), ("revision", revision)):
        for path, text in files.items():
            (folder / name / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / name / path).write_text(text)
        (folder / name / "buf.yaml").write_text(rules)
    command = [str(BUF), "breaking", "revision", "--against", "base", "--error-format=json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    said = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode not in (0, 100) or (done.returncode and not said):
        raise AssertionError(done.stderr)
    return {_said(one) for one in said}


def _said(one: Mapping[str, object]) -> Said:
    path = str(one.get("path", "")).partition("/")[2]
    text = str(one["message"]).partition(" See https://")[0]
    return Said(str(one["type"]), path, int(str(one.get("start_line", 0))), text)
