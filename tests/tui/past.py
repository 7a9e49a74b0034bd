"""Systems with a past: services that are released in the same night, time and again."""

from collections.abc import Iterable
from pathlib import Path

from tests.sources.git.git_repo import GitRepo
from tests.tui.shop import open_bench

_MONTH = 31 * 24 * 60
Night = tuple[int, str]
"""Months since the repositories began, and who ships a slice of one feature together then."""


def released(folder: Path, nights: Iterable[Night], period: str) -> Path:
    """Build and scan services of which all in a night's words are released; the first begin v1."""
    shipped = [(months, names.split()) for months, names in nights]
    repos = {
        name: GitRepo(folder / name) for name in sorted({n for _, own in shipped for n in own})
    }
    for name, repo in repos.items():
        repo.commit("Begin", "readme.md", f"{name}\n")
        repo.tag("v1")
    for version, (months, names) in enumerate(shipped, 2):
        feature = f"\n\nFeature: PAY-{version}\n" if len(names) > 1 else ""
        for name in names:
            repos[name]._minute = months * _MONTH
            repos[name].commit(f"Pay in step {version}{feature}", "pay.md", f"{version}\n")
            repos[name].tag(f"v{version}")
    services = "".join(f'[services.{name}]\nrepo = "{name}"\n\n' for name in repos)
    text = f'[workspace]\nname = "shop"\nstale_after_days = 0\n\n{services}'
    (folder / "relplan.toml").write_text(f'{text}[drift]\nperiod = "{period}"\n', "utf-8")
    with open_bench(folder) as bench:
        bench.scan()
    return folder


def grown(folder: Path) -> Path:
    """Build and scan four services that go out by themselves, then by two, by three, by four."""
    nights = (
        (13, "web"), (15, "cart"), (20, "cart orders"), (23, "cart orders payments"),
        (26, "orders"), (29, "cart orders payments web"),
    )  # fmt: skip
    return released(folder, nights, "quarter")
