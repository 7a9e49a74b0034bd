"""Stand-ins for gh and glab: they keep comments in a file, and do no more than the real ones do."""

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ME = 7
_FAKE = """#!{python} -IS
import json, os, sys
from pathlib import Path

kept, words = Path({kept!r}), sys.argv[1:]
comments = json.loads(kept.read_text("utf-8"))

def after(flag):
    return words[words.index(flag) + 1] if flag in words else None

def body():
    if after("--input"):
        return json.loads(Path(after("--input")).read_text("utf-8"))["body"]
    file = after("--body-file") or after("-F").removeprefix("body=@")
    return Path(file).read_text("utf-8")

def write(text):
    comments.append({{"id": len(comments) + 1, "author": {{"id": {me}}}, "body": text}})

method = after("--method") or "GET"
path = next((word for word in words if "/" in word and not word.startswith("-")), "")
number = path.split("?")[0].rpartition("/")[2]
lists = "graphql" in words or (method == "GET" and "notes" in path)
if {racing!r} and lists and not Path({racing!r}).exists():
    Path({racing!r}).touch()  # a run at the same moment: it sees nothing, and writes as well
    print("[]" if "notes" in path else "", end="")
    sys.exit()
if words[:2] == ["pr", "comment"]:
    assert words[2] == "12"
    write(body())
elif "graphql" in words:
    assert after("-F") == "owner={{owner}}" and "number=12" in words
    for one in comments:
        if one["author"]["id"] == {me} and one["body"].startswith(os.environ["MARKER"]):
            print(one["id"])
elif words[:2] == ["api", "user"]:
    print(json.dumps({{"id": {me}}}))
elif method == "GET":
    assert "/merge_requests/12/notes" in path
    half = len(comments) // 2
    print(json.dumps(comments[:half]) + json.dumps(comments[half:]))  # a page, and another
elif method == "POST":
    assert path.endswith("/merge_requests/12/notes")
    write(body())
else:
    comments = [one for one in comments if method != "DELETE" or str(one["id"]) != number]
    for one in comments:
        if method in ("PATCH", "PUT") and str(one["id"]) == number:
            assert one["author"]["id"] == {me}
            one["body"] = body()
kept.write_text(json.dumps(comments), "utf-8")
"""


@dataclass(frozen=True)
class Forge:
    """One pull request's comments, and the folder of the tools that know them."""

    folder: Path

    @property
    def kept(self) -> Path:
        return self.folder / "comments.json"

    @property
    def bodies(self) -> list[str]:
        return [one["body"] for one in json.loads(self.kept.read_text("utf-8"))]

    def have(self, comments: Iterable[tuple[int, str]]) -> None:
        """Let there be these comments, each of its author's number."""
        made: list[dict[str, Any]] = [
            {"id": number, "author": {"id": author}, "body": body}
            for number, (author, body) in enumerate(comments, start=1)
        ]
        self.kept.write_text(json.dumps(made), "utf-8")


def forge(folder: Path, *, racing: bool = False) -> Forge:
    """Return a forge whose gh and glab are in *folder*; *racing*: another run is at work."""
    folder.mkdir(exist_ok=True)
    found = Forge(folder)
    found.have([])
    text = _FAKE.format(
        python=sys.executable,
        kept=str(found.kept),
        me=ME,
        racing=str(folder / "raced") if racing else "",
    )
    for name in ("gh", "glab"):
        (folder / name).write_text(text, "utf-8")
        (folder / name).chmod(0o755)
    return found
