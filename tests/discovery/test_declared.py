"""What catalogs declare: services, owners, APIs, who consumes and calls what."""

import json
from pathlib import Path

import pytest

from tests.discovery.finding import calls, contract, found_in, rules, ties
from tests.discovery.protos import proto


def component(name: str, **more: object) -> str:
    spec = {"type": "service", "lifecycle": "production", "owner": "team-x", **more}
    return json.dumps(
        {
            "apiVersion": "backstage.io/v1alpha1",
            "kind": "Component",
            "metadata": {"name": name},
            "spec": spec,
        }
    )


def pact(consumer: str, provider: str, *paths: str) -> str:
    return json.dumps(
        {
            "consumer": {"name": consumer},
            "provider": {"name": provider},
            "interactions": [
                {
                    "description": path,
                    "request": {"method": "GET", "path": path},
                    "response": {"status": 200},
                }
                for path in paths
            ],
            "metadata": {"pactSpecification": {"version": "2.0.0"}},
        }
    )


def test_backstage_names_owner_api_consumers_and_calls(tmp_path: Path) -> None:
    api = json.dumps(
        {
            "apiVersion": "backstage.io/v1alpha1",
            "kind": "API",
            "metadata": {"name": "people"},
            "spec": {
                "type": "grpc",
                "lifecycle": "production",
                "owner": "team-x",
                "definition": {"$text": "./proto/it.proto"},
            },
        }
    )
    catalog = f"{component('accounts', providesApis=['people'])}\n---\n{api}\n"
    web = component("web", consumesApis=["people"], dependsOn=["component:default/orders"])
    found = found_in(
        tmp_path,
        {
            "accounts-service": {"catalog-info.yaml": catalog, "proto/it.proto": proto("x", "X")},
            "web": {"catalog-info.yaml": web, "a.js": "1"},
            "orders": {"a.js": "1"},
        },
    )
    assert ties(found) == {"people": ("accounts-service", ["web"])}
    assert rules(found, "people", "web") == ["catalog-consumes"]
    assert contract(found, "people").consumers["web"][0].confidence == "declared"
    assert calls(found) == {"web": ["orders"]}
    assert [service.team for service in found.services] == ["team-x", "", "team-x"]


def test_codeowners_name_the_team_of_each_folder(tmp_path: Path) -> None:
    names = ("cart", "desk", "till")
    mono = {f"services/{name}/Dockerfile": "FROM x" for name in names}
    mono |= {f"services/{name}/main.py": "1" for name in names}
    mono["CODEOWNERS"] = (
        "* @acme/all\n/services/* @acme/files\n/services/cart/ @acme/carts\ndesk/ @acme/desk\n"
    )
    found = found_in(tmp_path, {"shop": mono})
    teams = {one.name: one.team for one in found.services}
    assert teams == {"cart": "carts", "desk": "desk", "till": "all"}


def test_a_pact_names_consumer_and_uses(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        {
            "web": {"pacts/web-users.json": pact("web", "users", "/users/12", "/users")},
            "users": {"a.py": "1"},
            "gate": {"pacts/gate-bank.json": pact("gate", "bank", "/accounts")},
        },
    )
    assert ties(found) == {"users-api": ("users", ["web"])}
    api = contract(found, "users-api")
    assert (api.kind, api.files) == ("custom", ())
    assert api.uses == {"web": {"GET /users", "GET /users/12"}}


def test_compose_says_who_waits_for_whom(tmp_path: Path) -> None:
    compose = (
        "services:\n  web:\n    build: web\n    depends_on: [till]\n  till:\n    build: till\n"
    )
    found = found_in(
        tmp_path,
        {
            "shop": {
                "compose.yaml": compose,
                "web/Dockerfile": "FROM x",
                "web/a.js": "1",
                "till/Dockerfile": "FROM x",
                "till/a.js": "1",
            }
        },
    )
    assert calls(found) == {"web": ["till"]}


def test_kubernetes_tells_addresses(tmp_path: Path) -> None:
    workload = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  env:
  - name: TILL
    value: "till:8080"
---
kind: Service
metadata:
  name: till
spec:
  url: web:80
"""
    found = found_in(
        tmp_path, {"deploy": {"web.yaml": workload}, "web": {"a": "1"}, "till": {"a": "1"}}
    )
    assert calls(found) == {"web": ["till"]}
    (sign,) = found.services[2].calls.values()
    assert (sign.evidence.repository, sign.evidence.path, sign.evidence.line) == (
        "deploy", "web.yaml", 8,
    )  # fmt: skip


def test_a_broken_catalog_stops_nothing(tmp_path: Path) -> None:
    files = {"catalog-info.yaml": "a: [", "compose.yaml": "services: {a: &a [*a]}", "a.py": "1"}
    found = found_in(tmp_path, {"web": files})
    assert [service.name for service in found.services] == ["web"]


VALUES = 'env:\n  TILL: "http://till:8080"\n'


@pytest.mark.parametrize(
    ("files", "calling"),
    [
        # A repository of charts configures others: it calls nobody.
        ({"web/Chart.yaml": "name: web", "web/values.yaml": VALUES, "x.sh": ""}, []),
        ({"charts/a/Chart.yaml": "name: a", "all/values.yaml": VALUES}, []),
        # A service has its own chart beside its code.
        ({"chart/Chart.yaml": "name: web", "chart/values.yaml": VALUES, "main.py": ""}, ["till"]),
        ({"values.yaml": VALUES, "Dockerfile": "FROM x"}, ["till"]),
        # Of several charts its own is called as it is.
        (
            {
                "charts/shop/Chart.yaml": "name: shop",
                "charts/mail/Chart.yaml": "name: mail",
                "charts/mail/values.yaml": VALUES,
                "main.py": "",
            },
            [],
        ),
        (
            {
                "charts/shop/Chart.yaml": "name: shop",
                "charts/shop/values.yaml": VALUES,
                "charts/mail/Chart.yaml": "name: mail",
                "main.py": "",
            },
            ["till"],
        ),
    ],
)
def test_the_values_of_a_chart_are_of_whom_it_deploys(
    tmp_path: Path, files: dict[str, str], calling: list[str]
) -> None:
    found = found_in(tmp_path, {"shop": files, "till": {"a.py": "1"}})
    assert calls(found).get("shop", []) == calling
