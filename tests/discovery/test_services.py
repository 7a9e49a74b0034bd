"""Which services a folder of repositories holds."""

from pathlib import Path

import pytest

from relplan.discovery import Discovered
from relplan.discovery.document import comments, tables
from tests.discovery.finding import calls, found_in

CODE = "print('hello')\n"


def services(found: Discovered) -> dict[str, tuple[str, str]]:
    return {one.name: (one.repository.name, one.path) for one in found.services}


def test_a_repository_is_a_service(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        {
            "orders": {"Dockerfile": "FROM x", "src/main.py": CODE, "test/Dockerfile": "FROM x"},
            "web": {"docker/web/Dockerfile": "FROM x", "docker/db/Dockerfile": "", "a.js": CODE},
        },
    )
    assert services(found) == {"orders": ("orders", "."), "web": ("web", ".")}


def test_folders_with_dockerfiles_are_services(tmp_path: Path) -> None:
    files = {
        "src/cart/src/Dockerfile": "FROM x",
        "src/cart/src/Cart.cs": CODE,
        "src/web/Dockerfile": "FROM x",
        "src/web/main.go": CODE,
        "examples/it/Dockerfile": "FROM x",
        "examples/it/main.py": CODE,
        "vendor/it/Dockerfile": "FROM x",
        "vendor/it/main.py": CODE,
    }
    found = found_in(tmp_path, {"shop": files})
    assert services(found) == {"cart": ("shop", "src/cart"), "web": ("shop", "src/web")}
    (sign,) = found.services[0].signs
    assert sign.evidence.path == "src/cart/src/Dockerfile"


def test_folders_with_manifest_and_main_are_services(tmp_path: Path) -> None:
    files = {
        "services/cart/package.json": "{}",
        "services/cart/src/index.ts": CODE,
        "apps/mail/package.json": "{}",
        "apps/mail/next.config.ts": CODE,
        "services/web/go.mod": "module shop/web",
        "services/web/main.go": CODE,
        "clinic/pom.xml": "<project/>",
        "clinic/src/main/java/org/samples/ClinicApplication.java": CODE,
        "tools/pyproject.toml": "",
        "tools/main.py": CODE,
    }
    found = found_in(tmp_path, {"shop": files})
    assert set(services(found)) == {"cart", "clinic", "mail", "web"}


def test_programs_beside_most_of_the_code_make_no_monorepo(tmp_path: Path) -> None:
    files = {f"pkg/{n}.go": CODE for n in range(9)}
    files |= {f"cmd/{name}/Dockerfile": "FROM x" for name in ("server", "worker")}
    files |= {f"cmd/{name}/main.go": CODE for name in ("server", "worker")}
    assert services(found_in(tmp_path, {"shop": files})) == {"shop": ("shop", ".")}


def test_no_two_services_share_a_name(tmp_path: Path) -> None:
    mono = {f"src/{name}/Dockerfile": "FROM x" for name in ("web", "gate")}
    mono |= {f"src/{name}/main.py": CODE for name in ("web", "gate")}
    mono |= {f"old/gate/{file}": CODE for file in ("Dockerfile", "main.py")}
    found = found_in(tmp_path, {"a": {"web/x.py": CODE}, "b": mono, "web": {"x.py": CODE}})
    assert services(found) == {
        "a": ("a", "."),
        "gate-service": ("b", "old/gate"),
        "b-gate-service": ("b", "src/gate"),
        "b-web": ("b", "src/web"),
        "web": ("web", "."),
    }


def test_an_address_without_a_domain_is_a_call(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        {
            "orders": {
                "api.js": "get('http://users/1'); get('https://stock.example.org/')",
                "deploy.yaml": "env:\n  PAY: 'pay:8080'\n  NOT: 'other:80'\n",
                ".github/flow.yml": "url: http://web/",
            },
            "users": {"a.js": CODE},
            "pay": {"a.js": "get('http://pay/self')"},
            "stock": {"a.js": CODE},
            "web": {"a.js": "get(`http://orders.default.svc.cluster.local/`)"},
        },
    )
    assert calls(found) == {"orders": ["pay", "users"], "web": ["orders"]}
    sign = found.services[0].calls["users"]
    assert (sign.evidence.rule, sign.evidence.path, sign.evidence.line) == ("url", "api.js", 1)


@pytest.mark.parametrize(
    ("path", "called"),
    [
        ("docker/stock/default.json", []),
        ("docker/stock/config/settings.yaml", []),
        ("config/default.json", ["stock"]),
        ("docker/orders/default.json", ["stock"]),
        ("docker/stocks/default.json", ["stock"]),
        ("src/clients/stock/settings.yaml", ["stock"]),
    ],
)
def test_a_folder_called_as_another_service_has_what_that_one_is_set_up_with(
    tmp_path: Path, path: str, called: list[str]
) -> None:
    files = {"a.js": CODE, path: '{"HOSTNAME": "http://stock"}'}
    found = found_in(tmp_path, {"orders": files, "stock": {"a.js": CODE}})
    assert calls(found).get("orders", []) == called


def test_names_of_hosts_and_of_feign_clients_are_calls(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        {
            "orders": {"src/Uri.java": 'new Uri(new Hostname("pay"));\n'},
            "web": {"src/Client.java": '@FeignClient(name = "orders")\ninterface Client {}\n'},
            "bot": {"src/Ask.java": 'client.getInstances("web");\nname("pay");\n'},
            "pay": {"a.js": CODE},
            "app": {"a.py": "get('lb://postgres/')"},
            "postgres": {"a.py": CODE},
        },
    )
    assert calls(found) == {"bot": ["web"], "orders": ["pay"], "web": ["orders"]}


def test_what_the_services_of_a_monorepo_are_built_from(tmp_path: Path) -> None:
    cargo = "[dependencies]\nmoney = { path = '../../libs/money' }\n"
    files = {
        "services/cart/Cargo.toml": cargo,
        "services/cart/src/main.rs": CODE,
        "services/web/Cargo.toml": "",
        "services/web/src/main.rs": CODE,
        "libs/money/Cargo.toml": "",
    }
    found = found_in(tmp_path, {"shop": files})
    assert {one.name: one.inputs for one in found.services} == {"cart": ("libs/money",), "web": ()}
    assert "built from libs/money, too" in comments(found)["services", "cart"]
    assert "inputs" not in tables(found, tmp_path)["services"]["cart"]
