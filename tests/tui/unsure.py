"""A workspace of two services, each with a branch that waits for something nobody knows."""

from pathlib import Path

from tests.sources.git.git_repo import GitRepo
from tests.tui.shop import open_bench

_SETTINGS = """\
[workspace]
name = "unsure"
stale_after_days = 0

[services.orders]
repo = "orders"

[services.web]
repo = "web"
"""


def unsure(folder: Path) -> Path:
    """Build and scan it in *folder*."""
    for name, ref in (("orders", "api:gone"), ("web", "mail:gone")):
        repo = GitRepo(folder / name)
        repo.commit("Begin", "readme.md", "one\n")
        repo.tag("v1").branch("pay").commit(f"Pay anew\n\nDepends-On: {ref}")
    (folder / "relplan.toml").write_text(_SETTINGS, "utf-8")
    with open_bench(folder) as bench:
        bench.scan()
    return folder


def untagged(folder: Path) -> Path:
    """Build and scan in *folder* one service of which nothing says what runs."""
    repo = GitRepo(folder / "orders")
    repo.commit("Begin", "readme.md", "one\n")
    repo.commit("Go on", "readme.md", "two\n")
    settings = '[workspace]\nname = "untagged"\n\n[services.orders]\nrepo = "orders"\n'
    (folder / "relplan.toml").write_text(settings, "utf-8")
    with open_bench(folder) as bench:
        bench.scan()
    return folder


_REMOVED = """\
[workspace]
name = "removed"

[services.orders]
repo = "orders"

[services.web]
repo = "web"

[contracts.api]
kind = "openapi"
provider = "orders"
files = ["api.yaml"]
consumers = []
detected_consumers = ["web"]
"""


def removed(folder: Path) -> Path:
    """Build and scan in *folder* a service that takes three operations away, and who may call them.

    After that it takes away another one.
    """
    repo = GitRepo(folder / "orders")
    repo.commit("Begin", "api.yaml", _api("/a", "/b", "/c", "/d", "/e"))
    repo.tag("v1")
    repo.commit("Take the old ones away", "api.yaml", _api("/d", "/e"))
    repo.commit("And this one", "api.yaml", _api("/e"))
    web = GitRepo(folder / "web")
    web.commit("Begin", "readme.md", "one\n")
    web.tag("v1")
    (folder / "relplan.toml").write_text(_REMOVED, "utf-8")
    with open_bench(folder) as bench:
        bench.scan()
    return folder


def _api(*paths: str) -> str:
    lines = ["openapi: 3.0.3", "info: {title: api, version: '1'}", "paths:"]
    answer = "{get: {responses: {'200': {description: so}}}}"
    return "\n".join([*lines, *(f"  {path}: {answer}" for path in paths)]) + "\n"
