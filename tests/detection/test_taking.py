"""Each scan looks for who takes a contract, and tells facts from guesses."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from relplan.app.scanning import ReadingMemory
from relplan.detection import detect
from relplan.model.change import EffectKind
from relplan.model.contract_source import ContractSource, Detection
from relplan.model.finding import Severity
from relplan.model.scan import ScanSettings, ServiceRoot
from relplan.sources.git import scan_repository
from tests.detection.system import in_words
from tests.discovery.test_openapi import openapi
from tests.sources.git.git_repo import NOW, GitRepo

LEDGER = ("GET /v1/ledger-events/{id} getEvents", "GET /v1/gateway-transaction/{id} getTransaction")
FIND = "GET /v1/gateway-transaction/{id}"
CALL = 'uri = fromPath(url).path(format("/v1/gateway-transaction/%s", encode(id)));\n'


class Shop:
    """Services in real repositories, each with a v1 of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.repos: dict[str, GitRepo] = {}
        self.sources: list[ContractSource] = []
        self.severities: dict[str, Severity] = {}

    def service(self, name: str, files: Mapping[str, str], api: str = "") -> GitRepo:
        repo = self.repos[name] = GitRepo(self.folder / name)
        for path, text in files.items():
            repo.write(path, text)
        if api:
            repo.write("openapi.json", api)
            contract = ContractSource(f"{name}-api", "openapi", name)
            self.sources.append(_with_files(contract, "openapi.json"))
        repo.commit("Begin")
        repo.tag("v1")
        return repo

    def detect(self) -> Detection:
        roots = [ServiceRoot(name, str(repo.path)) for name, repo in self.repos.items()]
        records, changes = {}, []
        for root in roots:
            scan = scan_repository([root], ScanSettings(), None, NOW)
            services = tuple(service.record for service in scan.services)
            records[root.repository] = detect.RepositoryRecord(
                root.repository, scan.signature, services
            )
            for service in scan.services:
                changes += [*service.merged, *service.open]
        detector = detect.Detector(
            roots, records, changes, ReadingMemory({}), lambda _, __: None, lambda: False
        )
        return detector.detect(self.sources, self.severities)

    def takings(self) -> dict[tuple[str, str], str]:
        found = self.detect().takings
        return {(one.contract, one.consumer): one.confidence.value for one in found}


def _with_files(source: ContractSource, *files: str) -> ContractSource:
    return ContractSource(source.contract, source.kind, source.provider, files=files)


def without(api: str, path: str) -> str:
    document = json.loads(api)
    del document["paths"][path]
    return json.dumps(document)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    found = Shop(tmp_path)
    api = openapi("Ledger", *LEDGER)
    ledger = found.service("ledger", {}, api)
    ledger.branch("remove").commit(
        "Remove it", "openapi.json", without(api, "/v1/gateway-transaction/{id}")
    )
    ledger.switch("main")
    return found


def test_a_literal_that_fits_one_contract_is_a_use_and_a_getter_is_none(shop: Shop) -> None:
    getter = "import org.acme.api.Event;\npublic List<Event> getEvents() { return events; }\n"
    shop.service("connector", {"src/Service.java": getter + CALL})
    shop.service("web", {"src/Events.java": getter})
    found = shop.detect()
    assert shop.takings() == {("ledger-api", "connector"): "detected"}
    assert [(use.consumer, use.part, use.confidence) for use in found.uses] == [
        ("connector", FIND, "detected")
    ]
    assert found.complete_uses == frozenset()


def test_what_two_contracts_offer_is_a_guess(shop: Shop) -> None:
    shop.service("archive", {}, openapi("Archive", FIND, "GET /v1/archive/{id}"))
    shop.service("connector", {"src/Service.java": CALL})
    assert shop.takings() == {("ledger-api", "connector"): "guessed"}


def test_what_a_service_serves_itself_is_no_use(shop: Shop) -> None:
    own = '@Path("/v1/gateway-transaction/{x}")\nclass Own {}\n'
    shop.service("archive", {"src/Own.java": own, "src/Link.java": CALL})
    assert shop.takings() == {}


@pytest.mark.parametrize(("path", "text"), [
    ("src/Menu.tsx", '<Link to="/v1/gateway-transaction/1">pay</Link>\n'),
    ("src/Pages.ts", '{ path: "/v1/gateway-transaction/:id", component: Find }\n'),
    ("spec/own_spec.rb", 'get "/v1/gateway-transaction/1"\n'),
])  # fmt: skip
def test_a_link_a_page_and_a_spec_are_no_route_that_it_serves(
    shop: Shop, path: str, text: str
) -> None:
    shop.service("archive", {path: text, "src/Call.java": CALL})
    assert shop.takings() == {("ledger-api", "archive"): "detected"}


@pytest.mark.parametrize("path", ["spec/calls.java", "src/CallsIT.java", "docs/calls.java"])
def test_what_only_tries_a_service_out_is_no_use(shop: Shop, path: str) -> None:
    shop.service("archive", {path: CALL})
    assert shop.takings() == {}


@pytest.mark.parametrize(("call", "confidence"), [
    ("axios.get(`${ARCHIVE_URL}/v1/gateway-transaction/${id}`)", "guessed"),
    ("axios.get(`http://archive/v1/gateway-transaction/${id}`)", "guessed"),
    ("axios.get(`${LEDGER_URL}/v1/gateway-transaction/${id}`)", "detected"),
    ("axios.get(`${BASE_URL}/v1/gateway-transaction/${id}`)", "detected"),
])  # fmt: skip
def test_a_path_that_is_requested_of_another_service_is_a_guess(
    shop: Shop, call: str, confidence: str
) -> None:
    shop.service("archive", {"a.txt": "It has no API.\n"})
    shop.service("web", {"src/calls.ts": call})
    assert shop.takings() == {("ledger-api", "web"): confidence}


def test_a_host_that_is_named_is_a_guess(shop: Shop) -> None:
    shop.service("mail", {"config/app.yaml": "ledger: http://ledger:8080\n"})
    assert shop.takings() == {("ledger-api", "mail"): "guessed"}


def test_a_client_that_is_called_as_the_provider_is_a_guess(shop: Shop) -> None:
    shop.service("mail", {"src/send.rb": "Api.ledger_service.entries(id)\n"})
    assert shop.takings() == {("ledger-api", "mail"): "guessed"}


def renaming(shop: Shop) -> tuple[GitRepo, GitRepo]:
    """The ledger is called ``books`` so far, and a branch of it builds it as ``ledger``."""
    ledger = shop.repos["ledger"]
    ledger.commit("Build it", "docker/books/Dockerfile", "FROM java\n")
    ledger.tag("v2")
    ledger.branch("rename").git("mv", "docker/books", "docker/ledger")
    ledger.commit("Rename it")
    ledger.switch("main")
    return ledger, shop.service("web", {"src/urls.js": "ledger = 'http://books/v1';\n"})


def test_who_begins_to_call_a_name_that_a_pending_change_brings_may_need_it(shop: Shop) -> None:
    _, web = renaming(shop)
    web.branch("move").commit("Move", "src/urls.js", "ledger = 'http://ledger/v1';\n")
    (effect,) = shop.detect().effects["web:move"]
    assert (effect.kind, effect.confidence, effect.brings) == (
        EffectKind.ADAPTS, "guessed", ("ledger:rename",),
    )  # fmt: skip
    assert (effect.evidence.path, effect.evidence.line) == ("src/urls.js", 1)


def test_who_calls_that_name_in_production_or_calls_another_needs_nothing(shop: Shop) -> None:
    _, web = renaming(shop)
    moved = {"other": "ledger = 'http://accounts/v1';\n", "aside": "// 'http://ledger/v1'\n"}
    for name, text in moved.items():
        web.branch(name, "main").commit("Move", "src/urls.js", text)
    web.switch("main")
    shop.service("mail", {"a.py": "get('http://ledger/v1')\n"}).branch("more").commit(
        "More", "b.py", "get('http://ledger/v1')\n"
    )
    effects = shop.detect().effects
    assert not any(effects.get(change) for change in ("web:other", "web:aside", "mail:more"))


def test_a_name_that_a_service_has_in_production_is_brought_by_nothing(shop: Shop) -> None:
    ledger, web = renaming(shop)
    ledger.commit("Be both", "chart/ledger/Chart.yaml", "name: it\n")
    ledger.tag("v3")
    web.branch("move").commit("Move", "src/urls.js", "ledger = 'http://ledger/v1';\n")
    assert not shop.detect().effects.get("web:move")


def test_one_change_adapts_to_the_new_and_lets_go_of_the_old(shop: Shop) -> None:
    ledger = shop.repos["ledger"]
    new = (*LEDGER, "GET /v1/gateway-transaction findTransaction")
    ledger.branch("add", "main").commit("Add it", "openapi.json", openapi("Ledger", *new))
    connector = shop.service("connector", {"src/Service.java": CALL})
    use = 'uri = fromPath(url).path("/v1/gateway-transaction").queryParam("id", id);\n'
    connector.branch("use").commit("Use it", "src/Service.java", use)
    effects = {change: in_words(found) for change, found in shop.detect().effects.items() if found}
    assert effects == {
        "ledger:add": ["extends GET /v1/gateway-transaction"],
        "ledger:remove": [f"breaks {FIND}"],
        "connector:use": ["adapts GET /v1/gateway-transaction", f"tolerates {FIND}"],
    }


def test_a_file_that_is_renamed_breaks_nobody(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    carts = shop.service("carts", {}, openapi("Carts", *LEDGER))
    carts.branch("rename")
    carts.git("mv", "openapi.json", "carts.json")
    carts.commit("Rename it")
    assert not any(shop.detect().effects.values())


def test_a_risky_finding_is_a_caution_until_severity_raises_it(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    api = openapi("Ledger", "GET /v1/one")
    ledger = shop.service("ledger", {}, api)
    document = json.loads(api)
    document["paths"]["/v1/one"]["get"]["deprecated"] = True
    document["paths"]["/v1/one"]["get"]["x-sunset"] = "no date"
    ledger.branch("old").commit("Deprecate it", "openapi.json", json.dumps(document))
    found = shop.detect()
    (caution,) = found.cautions["ledger:old"]
    assert not any(found.effects.values())
    shop.severities = {caution.evidence.rule: Severity.BREAKING}
    found = shop.detect()
    assert (in_words(found.effects["ledger:old"]), dict(found.cautions)) == (
        ["breaks GET /v1/one"], {},
    )  # fmt: skip


def test_a_partial_clone_is_unread_and_nothing_is_fetched(shop: Shop) -> None:
    connector = shop.service("connector", {"src/Service.java": CALL})
    connector.git("config", "uploadpack.allowFilter", "true")
    clone = shop.folder / "clone"
    words = ("clone", "-q", "--bare", "--filter=blob:none", f"file://{connector.path}")
    connector.git(*words, str(clone))
    shop.repos["connector"] = partial = GitRepo.__new__(GitRepo)
    partial.path = clone
    before = _objects(connector, clone)
    found = shop.detect()
    assert shop.takings() == {("ledger-api", "connector"): "guessed"}
    (unread,) = found.unread
    assert (unread.service, unread.contract) == ("connector", "")
    assert "is a partial clone" in unread.reason
    assert _objects(connector, clone) == before


def _objects(repo: GitRepo, clone: Path) -> str:
    return repo.git("-C", str(clone), "count-objects", "-v")


def test_a_contract_of_a_partial_clone_is_unread(shop: Shop) -> None:
    ledger = shop.repos["ledger"]
    ledger.git("config", "uploadpack.allowFilter", "true")
    clone = shop.folder / "clone"
    ledger.git("clone", "-q", "--bare", "--filter=blob:none", f"file://{ledger.path}", str(clone))
    ledger.path = clone
    found = shop.detect()
    assert [(one.service, one.contract) for one in found.unread] == [("ledger", "ledger-api")]
    assert "ledger" not in found.services


def test_what_modules_declare_to_require_is_all_they_use(tmp_path: Path) -> None:
    def module(key: str, version: str) -> dict[str, str]:
        return {DESCRIPTOR: json.dumps({key: [{"id": "stock", "version": version}]})}

    shop = Shop(tmp_path)
    stock = shop.service("stock", module("provides", "1.3"))
    contract = ContractSource("interfaces", "descriptor", "stock")
    shop.sources.append(_with_files(contract, DESCRIPTOR))
    moved = {
        "hard": ("1.3", "2.0"), "wide": ("1.0", "1.0 2.0"), "ready": ("1.2 2.0", "1.2 2.0 3.0"),
    }  # fmt: skip
    for name, (old, new) in moved.items():
        repo = shop.service(name, module("requires", old))
        repo.branch("move").commit("Move", DESCRIPTOR, module("requires", new)[DESCRIPTOR])
        repo.switch("main")
    stock.branch("major").commit("Major", DESCRIPTOR, module("provides", "2.0")[DESCRIPTOR])
    found = shop.detect()
    effects = {change: in_words(found) for change, found in found.effects.items() if found}
    assert effects == {
        "stock:major": ["breaks stock stock 2.0", "extends stock 2.0"],
        "hard:move": ["adapts stock 2.0"],
        "wide:move": ["tolerates stock 2.0"],
    }
    assert {use.consumer for use in found.uses} == {"hard", "wide"}
    assert found.complete_uses == {("interfaces", name) for name in moved}


DESCRIPTOR = "descriptors/ModuleDescriptor.json"


SEVERAL = (*LEDGER, "PUT /v1/gateway-transaction/{id}", "DELETE /v1/gateway-transaction/{id}")
BUILDERS = {
    "java": (
        (
            "class Uris {\n"
            "    String transactionUri(String id) {\n"
            '        String path = format("/v1/gateway-transaction/%s", id);\n'
            "        return ledger + path;\n"
            "    }\n"
            "}\n"
        ),
        "x = client.target(uris.transactionUri(id)).request().accept(JSON)\n    .get();\n",
    ),
    "rb": (
        (
            "module Urls\n"
            "  def transaction_url(id)\n"
            '    "#{endpoint}/v1/gateway-transaction/#{id}"\n'
            "  end\n"
            "end\n"
        ),
        "http_client.get(transaction_url(id))\n",
    ),
    "go": (
        (
            "func (c *Client) transactionURL(id string) string {\n"
            '\treturn fmt.Sprintf("%s/v1/gateway-transaction/%s", c.base, id)\n'
            "}\n"
        ),
        "resp, err := httpClient.Get(c.transactionURL(id))\n",
    ),
    "ts": (
        "export const transactionUrl = (id: string) => `/v1/gateway-transaction/${id}`;\n",
        "import { transactionUrl } from './urls';\nreturn axios.get<Found>(transactionUrl(id));\n",
    ),
    "py": (
        (
            "def transaction_url(transaction_id):\n"
            '    return f"{BASE}/v1/gateway-transaction/{transaction_id}"\n'
        ),
        "found = requests.get(transaction_url(7))\n",
    ),
}


@pytest.fixture
def several(shop: Shop) -> Shop:
    """The ledger serves one path by several methods, and is to lose one of them."""
    ledger = shop.repos["ledger"]
    api = openapi("Ledger", *SEVERAL)
    ledger.commit("Serve more", "openapi.json", api)
    ledger.tag("v2")
    document = json.loads(api)
    del document["paths"]["/v1/gateway-transaction/{id}"]["get"]
    ledger.branch("lose").commit("Lose one", "openapi.json", json.dumps(document))
    ledger.switch("main")
    return shop


def test_the_method_is_told_where_a_path_is_requested_that_was_built_elsewhere(
    several: Shop,
) -> None:
    for language, (builds, calls) in BUILDERS.items():
        files = {f"src/urls.{language}": builds, f"src/calls.{language}": calls}
        several.service(f"by-{language}", files)
    found = {(use.consumer, use.part, use.confidence.value) for use in several.detect().uses}
    assert found == {(f"by-{language}", FIND, "detected") for language in BUILDERS}


def test_a_name_that_two_things_have_or_that_is_not_followed_tells_nothing(several: Shop) -> None:
    builds, calls = BUILDERS["java"]
    twice = {"src/urls.java": builds, "src/calls.java": calls, "src/others.java": builds}
    several.service("twice", twice)
    several.service("handed-on", {"src/urls.java": builds, "src/a.java": "f(transactionUri(1));"})
    assert {use.confidence.value for use in several.detect().uses} == {"guessed"}


@pytest.mark.parametrize("moved", ["src/urls.java", "src/calls.java"])
def test_who_no_longer_requests_what_is_built_elsewhere_lets_go_of_it(
    several: Shop, moved: str
) -> None:
    builds, calls = BUILDERS["java"]
    web = several.service("web", {"src/urls.java": builds, "src/calls.java": calls})
    web.branch("stop").commit("Stop it", moved, "class Nothing {}\n")
    effects = {name: in_words(found) for name, found in several.detect().effects.items() if found}
    assert effects["web:stop"] == [f"tolerates {FIND}"]
    assert f"breaks {FIND}" in effects["ledger:lose"]
