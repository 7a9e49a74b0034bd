"""How `init` finds out which tags are releases."""

from dataclasses import replace

import pytest

from relplan.sources.git.tag_shapes import shape_of
from relplan.sources.git.tags import Tag


def tags(*names: str) -> list[Tag]:
    """Return tags, the oldest first."""
    return [Tag(name, f"{number:040x}", number) for number, name in enumerate(names, 1)]


def pattern(names: list[Tag], *, name: str = "shop", path: str = ".", folders: str = "") -> str:
    shape = shape_of(names, [name], path, folders.split())
    return shape.pattern if shape else ""


@pytest.mark.parametrize(
    ("names", "glob"),
    [
        ("v1.2.0 v1.3.0", "v[0-9]*"),
        ("1.2.0 1.3.0", "[0-9]*"),
        ("V1.2 V1.3", "V[0-9]*"),
        ("r1 r2 r3", "r[0-9]*"),
        ("alpha_release-2164 alpha_release-2165", "alpha_release-[0-9]*"),
        ("2024.04.9 2024.05.1", "[0-9]*"),
        ("2024-04-01 2024-05-01", "[0-9]*"),
        ("v20240401 v20240501", "v[0-9]*"),
        ("prod-2026-11-01 prod-2026-11-02", "prod-[0-9]*"),
        ("shop@1.0.0 shop@1.1.0", "shop@[0-9]*"),
        ("shop/v1.2.2 shop/v1.2.3", "shop/v[0-9]*"),
        ("@acme/shop@1.2.2 @acme/shop@1.2.3", "@acme/shop@[0-9]*"),
        ("release/1.2.2 release/1.2.3", "release/[0-9]*"),
        ("release-1.1 release-1.2", "release-[0-9]*"),
        ("REL_15_1 REL_15_2", "REL_[0-9]*"),
        ("1.2.2.Final 1.2.3.CR1 1.2.3.Final", "[0-9]*.Final"),
        ("v1.2.2+7 v1.2.3+8", "v[0-9]*"),
        ("sprint11-1.0 sprint12-1.1", "sprint[0-9]*-[0-9]*"),
    ],
)
def test_the_numbers_of_the_newest_tags_are_masked(names: str, glob: str) -> None:
    assert pattern(tags(*names.split())) == glob


def test_the_newest_shape_counts_and_strays_do_not() -> None:
    assert pattern(tags("v0.1.0", "build-1", "build-2")) == "build-[0-9]*"
    assert pattern(tags("build-1", "build-2", "v0.1.0")) == "v[0-9]*"
    strays = ("latest", "nightly-20240501", "test-7", "before-the-move-1")
    assert pattern(tags("v1.0.0", "v1.1.0", *strays)) == "v[0-9]*"
    assert pattern(tags("shop-1.0", "v1.0", "v1.1")) == "v[0-9]*"


@pytest.mark.parametrize(
    "kept",
    ["backup/RDM-17-15 backup/RDM-17-16", "archive/2019-1 archive/2019-2", "before-rebase-7",
     "main.bak.2"],
)  # fmt: skip
def test_what_was_put_aside_is_no_release(kept: str) -> None:
    assert shape_of(tags(*kept.split()), ["shop"], ".", []) is None
    assert pattern(tags("v1.0", "v1.1", *kept.split())) == "v[0-9]*"


def test_a_service_may_be_called_as_if_it_were_put_aside() -> None:
    assert pattern(tags("archive-1.0", "archive-1.1"), name="archive") == "archive-[0-9]*"


def test_in_a_monorepo_each_service_has_its_own() -> None:
    found = tags(
        "@acme/orders@1.0.0", "services/web/v1.2.0", "pay-v3.0.0", "v2.1.0-mail", "validator@9.0.0"
    )
    assert pattern(found, name="orders", path="packages/orders") == "@acme/orders@[0-9]*"
    assert pattern(found, name="web", path="services/web") == "services/web/v[0-9]*"
    assert pattern(found, name="pay", path="pay") == "pay-v[0-9]*"
    assert pattern(found, name="mail", path="mail") == "v[0-9]*-mail"
    assert pattern(found, name="ship", path="ship", folders="mail") == ""


def test_in_a_monorepo_with_one_release_of_all_it_is_everybodys() -> None:
    assert pattern(tags("v1.0", "v1.1"), name="orders", path="orders") == "v[0-9]*"


def test_the_tags_of_a_folder_are_not_the_repositorys() -> None:
    found = tags("v1.48.0", "contrib/otel/v0.1.0", "contrib/otel/v0.2.0")
    assert pattern(found, folders="contrib contrib/otel") == "v[0-9]*"
    numbered = tags("v1.48.0", "sdk-v2/otel/v0.69.0", "sdk-v2/otel/v0.70.0")
    assert pattern(numbered, folders="sdk-v2 sdk-v2/otel") == "v[0-9]*"
    assert pattern(numbered, path="sdk-v2/otel") == "sdk-v2/otel/v[0-9]*"


def test_a_repository_that_is_one_service_and_tags_its_packages_is_released_with_any() -> None:
    found = tags("gone@3.0.0", "@acme/cli@1.0.0", "@acme/git@2.0.0")
    assert pattern(found, folders="packages/cli packages/git") == "@acme/*@[0-9]*"


_MODULES = ("tar/v0.2.0", "version/v0.1.0", "version/v0.2.0", "oci/v0.1.0", "oci/v0.2.0")


@pytest.mark.parametrize(
    ("ended", "days", "glob"),
    [
        (("v0.0.1", "v0.0.2"), 400, "*/v[0-9]*"),  # all of it at once, long ago
        (("untar/v0.1.0", "untar/v0.2.0"), 400, "*/v[0-9]*"),  # a package that is gone
        (("v0.0.1", "v0.0.2", "untar/v0.1.0", "untar/v0.2.0"), 400, "*/v[0-9]*"),
        ((), 0, "*/v[0-9]*"),  # a folder may be called `version`
        (("v0.0.1", "v0.0.2"), 300, "v[0-9]*"),  # its next release may take as long
        (("shop/v0.1.0",), 400, "shop/v[0-9]*"),  # its own name is no accident
    ],
)
def test_shapes_that_ended_long_before_the_packages_last_are_none(
    ended: tuple[str, ...], days: int, glob: str
) -> None:
    later = days * 86_400
    found = [*tags(*ended), *(replace(tag, date=tag.date + later) for tag in tags(*_MODULES))]
    assert pattern(found, folders="tar version oci cmd") == glob


def test_only_pre_releases_are_a_question() -> None:
    shape = shape_of(tags("v1.0.0-rc.1", "v1.0.0-rc.2"), ["shop"], ".", [])
    assert shape is not None
    assert shape.note == "all tags look like pre-releases, such as v1.0.0-rc.2, v1.0.0-rc.1"
