"""What a repository holds must not stop `init`, nor make it say what is not so."""

from pathlib import Path

import pytest

from relplan.sources.git.main_tree import LARGEST, open_tree
from tests.discovery.finding import found_in, look, repository, ties
from tests.discovery.protos import proto
from tests.sources.git.git_repo import GitRepo

BAD_FILES = {
    "spaces.proto": "\n" * 500_000,
    "tables.py": "select from " * 30_000 + "update x " * 30_000 + "create table (" * 30_000,
    "hosts.yaml": "http://" * 30_000 + "host: " * 30_000 + "kind: Deployment\n" * 3_000,
    "names.md.py": "GET /" + "." * 300_000 + "GET /" * 50_000,
    "broken.proto": "message {{{",
    "not-utf8.graphql": "type Query { a\udcff: Int }",
    "deep.json": "[" * 100_000,
    "bomb.yaml": "openapi: 3.0.0\na: &a [x]\n"
    + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    ),
    "circle.avsc": '{"type": "array", "items": {"type": "array", "items": []}}',
    "long.py": "x" * 500_000,
    "package.json": '{"name": "\\u0000", "dependencies": [1, null]}',
    "go.mod": "require (\n",
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_stops_nothing(name: str, tmp_path: Path) -> None:
    table = "CREATE TABLE orders (id bigint PRIMARY KEY);\n"
    repository(tmp_path / "orders", {"migrations/0001_orders.sql": table})
    repo = repository(tmp_path / "bad", {"good.proto": proto("shop.things", "Things")})
    (repo.path / name).write_bytes(BAD_FILES[name].encode("utf-8", "surrogateescape"))
    repo.commit()
    assert "shop-things-rpc" in ties(look(tmp_path))


def test_too_large_a_file_is_not_read(tmp_path: Path) -> None:
    big = f"{proto('shop.things', 'Things')}//{'x' * LARGEST}"
    assert ties(found_in(tmp_path, {"big": {"it.proto": big}})) == {}


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.proto").write_text(proto("shop.things", "Things"), "utf-8")
    repo = GitRepo(tmp_path / "a")
    (repo.path / "it.proto").symlink_to(tmp_path / "secret.proto")
    repo.commit()
    assert ties(look(tmp_path)) == {}


def test_a_repository_without_commits_or_that_is_broken(tmp_path: Path) -> None:
    GitRepo(tmp_path / "empty")
    broken = repository(tmp_path / "broken", {"a.proto": proto("shop.things", "Things")})
    (broken.path / ".git" / "objects" / broken.head()[:2] / broken.head()[2:]).unlink()
    found = look(tmp_path)
    assert [service.name for service in found.services] == ["broken", "empty"]
    assert found.contracts == []


def test_a_file_that_is_missing_from_the_clone(tmp_path: Path) -> None:
    repo = repository(tmp_path / "a", {"a.proto": proto("shop.things", "Things")})
    repo.commit(file="b.proto", text=proto("shop.others", "Others"))
    oid = open_tree(repo.path).files["a.proto"]
    (repo.path / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    assert set(ties(look(tmp_path))) == {"shop-others-rpc"}


def test_a_damaged_file_hides_no_other(tmp_path: Path) -> None:
    repo = repository(tmp_path / "a", {"a.proto": proto("shop.things", "Things")})
    repo.commit(file="b.proto", text=proto("shop.others", "Others"))
    oid = open_tree(repo.path).files["a.proto"]
    damaged = repo.path / ".git" / "objects" / oid[:2] / oid[2:]
    damaged.chmod(0o600)
    damaged.write_bytes(b"nothing of the kind")
    assert set(ties(look(tmp_path))) == {"shop-others-rpc"}


def test_names_that_are_options_or_patterns(tmp_path: Path) -> None:
    files = {"--output=x/[a]*.proto": proto("shop.things", "Things")}
    found = found_in(tmp_path, {"a": files, "b": {":(glob)**/it.proto": proto("shop.things")}})
    assert ties(found) == {"shop-things-rpc": ("a", ["b"])}
