"""`why` and `check` without a name mean what is checked out where one stands."""

import json
from pathlib import Path

from tests.cli.shop import Shop
from tests.sources.git.git_repo import GitRepo


def asked(shop: Shop, at: str) -> list[str]:
    found = json.loads(shop.done("why", "--json", at=at))["why"]
    return [one["change"] for one in found]


def refused(shop: Shop, at: str) -> str:
    for command in ("why", "check"):
        answer = shop.relplan(command, at=at)
        assert answer.code == 2
        assert answer.out == ""
    return answer.err.removeprefix("relplan: ").rstrip("\n")


def test_on_a_branch(shop: Shop) -> None:
    shop.repo("web").switch("CHK-12-button").write("deep/er/file", "x")
    assert asked(shop, "web") == ["web:CHK-12-button"]
    assert asked(shop, "web/deep/er") == ["web:CHK-12-button"]
    assert shop.relplan("check", at="web").code == 1


def test_on_main_it_is_the_newest_merged_change(shop: Shop) -> None:
    assert asked(shop, "payments") == [shop.payments_main()]


def test_on_a_main_of_another_name(shop: Shop) -> None:
    shop.repo("payments").git("branch", "-m", "main", "trunk")
    shop.settings('team = "money"', 'main = "trunk"')
    shop.done("scan")
    assert asked(shop, "payments") == ["payments@" + shop.repo("payments").head()[:10]]


def test_on_a_clones_main(shop: Shop) -> None:
    shop.repo("payments").path.rename(shop.folder / "forge")
    shop.repo("web").git("clone", "-q", str(shop.folder / "forge"), str(shop.folder / "payments"))
    shop.done("scan")
    assert asked(shop, "payments") == [shop.payments_main()]


def test_on_main_with_nothing_pending(shop: Shop) -> None:
    assert refused(shop, "web") == (
        "nothing is pending on branch main of web; if that is not so, run `relplan scan`"
    )


def test_a_branch_that_is_too_old(shop: Shop) -> None:
    shop.settings("stale_after_days = 0", "stale_after_days = 30")
    shop.done("scan")
    shop.repo("web").switch("CHK-12-button")
    assert refused(shop, "web") == (
        "nothing is pending on branch CHK-12-button of web; if that is not so, run `relplan scan`;"
        " branches older than 30 days are left out"
    )


def test_in_a_worktree(shop: Shop) -> None:
    shop.repo("web").git("worktree", "add", "-q", str(shop.folder / "aside"), "CHK-12-button")
    shop.done("scan")
    assert asked(shop, "aside") == ["web:CHK-12-button"]


def test_on_a_detached_head(shop: Shop) -> None:
    shop.repo("web").git("checkout", "-q", "--detach")
    assert refused(shop, "web") == (f"no branch is checked out in {shop.folder}/web; name a change")


def test_outside_of_every_repository(shop: Shop) -> None:
    for at, up in ((".", ""), (".relplan", "../")):
        assert refused(shop, at) == (
            f"{(shop.folder / at).absolute()} is in none of the workspace's services; name a"
            f" change, or stand in the folder of a service: {up}orders, {up}payments, {up}web"
        )


def test_a_service_is_no_change(shop: Shop) -> None:
    def said(*words: str) -> str:
        answer = shop.relplan(*words)
        assert answer.code == 2
        return answer.complaints[-1]

    assert shop.relplan("check", "--comment", "web").code == 1  # the only change that begins so
    shop.repo("web").branch("CHK-13-border").commit("Draw a border")
    shop.done("scan")
    named = "'web' is a service with 2 pending changes: web:CHK-12-button, web:CHK-13-border"
    assert said("check", "--comment", "web") == f"{named}; name one of them"
    assert said("export", "notes", "--batch", "web") == f"{named}; name one of them"
    assert said("check", "we") == (
        "'we' could be 2 changes: web:CHK-12-button, web:CHK-13-border; type more of it"
    )
    shop.add('[services.api]\nrepo = "orders"\npath = "api"')
    shop.done("scan")
    assert said("why", "api") == "nothing of the service 'api' is pending; name a change"


def test_in_a_repository_of_no_service(shop: Shop) -> None:
    GitRepo(shop.folder / "notes").commit("Begin")
    assert refused(shop, "notes").startswith(
        f"{shop.folder}/notes is in none of the workspace's services; name a change"
    )


def test_in_a_monorepo(fresh: Shop) -> None:
    repo = GitRepo(fresh.folder / "mono")
    for folder in ("api", "ui"):
        repo.commit("Begin", f"{folder}/readme", folder)
    repo.tag("v1").branch("both")
    for folder in ("api", "ui"):
        repo.commit("Work", f"{folder}/file", folder)
    _two_services(fresh.toml)
    fresh.done("scan")
    assert asked(fresh, "mono/api") == ["api:both"]
    assert asked(fresh, "mono/ui") == ["ui:both"]
    assert asked(fresh, "mono") == ["api:both", "ui:both"]


def _two_services(toml: Path) -> None:
    services = "".join(
        f'[services.{name}]\nrepo = "mono"\npath = "{name}"\n' for name in ("api", "ui")
    )
    toml.write_text(f'[workspace]\nname = "mono"\nstale_after_days = 0\n{services}', "utf-8")
