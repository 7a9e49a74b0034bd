"""A repository of schemas serves nothing: who serves what it describes provides the contract."""

from pathlib import Path

import pytest

from relplan.discovery.document import tables
from tests.discovery.finding import Files, contract, look, repository
from tests.discovery.protos import go_client, go_server, proto

SERVED = {"main.go": go_server("Orders")}
STUBS = "module example.org/{}\n\nrequire example.org/stubs v1.0.0\n"


class Repositories:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pinned = repository(folder / "protos", {"shop.proto": proto("shop.v1", "Orders")})

    def make(self, name: str, files: Files, *, pins: bool = False) -> None:
        repo = repository(self.folder / name, files)
        if pins:
            commit = self.pinned.git("rev-parse", "HEAD")
            repo.git("update-index", "--add", "--cacheinfo", f"160000,{commit},proto")
            (repo.path / "proto").mkdir()  # as if it was not populated
            text = '[submodule "proto"]\n\tpath = proto\n\turl = ../protos\n'
            repo.commit("Pin", ".gitmodules", text)

    def found(self) -> tuple[str, str, list[str]]:
        """Return the provider, the schemas and the consumers of the contract."""
        found = look(self.folder)
        api = contract(found, "shop-rpc")
        table = tables(found, self.folder)["contracts"]["shop-rpc"]
        assert table.get("schema", "") == api.schema
        assert api.files == ("shop.proto",)
        return api.provider, api.schema, sorted(api.consumers)


@pytest.fixture
def made(tmp_path: Path) -> Repositories:
    return Repositories(tmp_path)


def test_who_serves_it_and_pins_the_files_provides_it(made: Repositories) -> None:
    made.make("server", SERVED, pins=True)
    made.make("web", {"main.go": go_client("Orders")}, pins=True)
    assert made.found() == ("server", "protos", ["web"])


def test_it_may_pin_a_package_that_is_made_of_them(made: Repositories) -> None:
    stubs = {"go.mod": "module example.org/stubs\n", "shop.pb.go": go_client("Orders")}
    made.make("stubs", stubs, pins=True)
    made.make("server", SERVED | {"go.mod": STUBS.format("server")})
    assert made.found() == ("server", "protos", [])


def test_where_it_is_not_plain_the_files_stay_their_own(made: Repositories) -> None:
    made.make("server", SERVED, pins=True)
    made.make("other", SERVED, pins=True)
    provider, schema, _ = made.found()
    assert (provider, schema) == ("protos", "")


def test_who_pins_nothing_may_serve_something_else_of_that_name(made: Repositories) -> None:
    made.make("server", SERVED)
    provider, schema, _ = made.found()
    assert (provider, schema) == ("protos", "")
