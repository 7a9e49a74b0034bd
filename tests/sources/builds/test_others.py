"""Cargo, uv, Poetry, pip, Maven, Gradle, .NET and Dockerfiles."""

import pytest

from tests.sources.builds.built import folders, shared

CARGO = {
    "Cargo.toml": """[workspace]
members = ["crates/*"]
[workspace.dependencies]
money = { path = "crates/money" }
serde = "1" """,
    "Cargo.lock": "",
    "crates/web/Cargo.toml": """[package]
name = "web"
[dependencies]
money = { workspace = true }
serde.workspace = true
[dev-dependencies]
fake = { path = "../fake" }
[target.'cfg(unix)'.dependencies]
unix = { path = "../unix" }
[build-dependencies.gen]
path = "../../tools/gen" """,
    "crates/money/Cargo.toml": '[dependencies]\nbase = { version = "1", path = "../base" }\n',
    "crates/base/Cargo.toml": "",
    "crates/fake/Cargo.toml": "",
    "crates/unix/Cargo.toml": "",
    "tools/gen/Cargo.toml": "",
}


def test_cargo_takes_paths_and_the_workspaces_dependencies() -> None:
    found = ["crates/base", "crates/money", "crates/unix", "tools/gen"]
    assert folders(CARGO, "crates/web") == found
    assert shared(CARGO, "crates/web") == ["Cargo.lock", "Cargo.toml"]


@pytest.mark.parametrize(
    ("project", "found"),
    [
        ('dependencies = ["shop_money>=1"]\n[tool.uv.sources]\nshop-money = { workspace = true }',
         ["libs/money"]),
        ('dependencies = ["thing"]\n[tool.uv.sources]\nthing = { path = "../libs/money" }',
         ["libs/money"]),
        ('dependencies = ["thing"]\n[tool.uv.sources]\nthing = [{ path = "../libs/money" }]',
         ["libs/money"]),
        ('dependencies = ["of-the-top"]', ["libs/top"]),
        ('dependencies = ["shop-money"]', []),  # from the index
        ('dependencies = []\n[tool.uv.sources]\nshop-money = { workspace = true }', []),
        ('[tool.poetry.dependencies]\nmoney = { path = "../libs/money", develop = true }',
         ["libs/money"]),
        ('[tool.poetry.group.main.dependencies]\nmoney = { path = "../libs/money" }',
         ["libs/money"]),
        ('dependencies = ["money @ {root:uri}/../libs/money"]', ["libs/money"]),
        ('dependencies = ["money @ file:///${PROJECT_ROOT}/../libs/money"]', ["libs/money"]),
        ('dependencies = ["money @ file:///etc/money"]', []),
    ],
)  # fmt: skip
def test_python_projects(project: str, found: list[str]) -> None:
    files = {
        "pyproject.toml": """[tool.uv.workspace]
members = ["web", "libs/*"]
[tool.uv.sources]
of-the-top = { path = "libs/top" }""",
        "uv.lock": "",
        "web/pyproject.toml": f'[project]\nname = "web"\n{project}\n',
        "libs/money/pyproject.toml": '[project]\nname = "Shop.Money"\n',
        "libs/top/pyproject.toml": "",
    }
    assert folders(files, "web") == found
    assert shared(files, "web") == ["pyproject.toml", "uv.lock"]


def test_folders_in_requirements() -> None:
    files = {
        "web/requirements.txt": "-e ../libs/money\n--editable=../libs/log[x]\n../../etc\n",
        "libs/money/setup.py": "",
        "libs/log/setup.py": "",
    }
    assert folders(files, "web") == ["libs/log", "libs/money"]


def pom(name: str, body: str = "", parent: str = "shop") -> str:
    return f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
<parent><groupId>org.shop</groupId><artifactId>{parent}</artifactId><version>1</version></parent>
<artifactId>{name}</artifactId>{body}</project>"""


def needs(name: str, more: str = "") -> str:
    return (
        "<dependencies><dependency><groupId>org.shop</groupId>"
        f"<artifactId>{name}</artifactId>{more}</dependency></dependencies>"
    )


PLUGIN = """<build><plugins><plugin><groupId>org.shop</groupId><artifactId>base</artifactId>
</plugin></plugins></build>"""


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (needs("money"), ["libs/base", "libs/money"]),
        (needs("money", "<version>${project.version}</version>"), ["libs/base", "libs/money"]),
        (needs("money", "<version>1</version>"), ["libs/base", "libs/money"]),
        (needs("money", "<version>0.9</version>"), []),  # a release of it
        (needs("money", "<scope>test</scope>"), []),
        (needs("elsewhere"), []),
        (PLUGIN, ["libs/base"]),
    ],
)
def test_modules_of_maven(body: str, found: list[str]) -> None:
    modules = "".join(f"<module>{one}</module>" for one in ("web", "libs/money", "libs/base"))
    files = {
        "pom.xml": "<project><groupId>org.shop</groupId><artifactId>shop</artifactId>"
        f"<version>1</version><modules>{modules}</modules></project>",
        "web/pom.xml": pom("web", body),
        "libs/money/pom.xml": pom("money", needs("base"), "other"),
        "libs/base/pom.xml": pom("base"),
    }
    assert folders(files, "web") == found
    assert shared(files, "web") == ["pom.xml"]


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("dependencies { implementation project(':libs:money') }", ["libs/money"]),
        ('dependencies {\n  api(project(":libs:money"))\n}', ["libs/money"]),
        ("dependencies { implementation project(path: ':libs:money', configuration: 'x') }",
         ["libs/money"]),
        ("dependencies { implementation(projects.libs.money) }", ["libs/money"]),
        ("dependencies { implementation(projects.oldName) }", ["elsewhere/old"]),
        ("dependencies { testImplementation project(':libs:money') }", []),
        ("dependencies { // implementation project(':libs:money')\n }", []),
        ("/* implementation project(':libs:money') */", []),
        ("dependencies { implementation project(':unknown') }", []),
    ],
)  # fmt: skip
def test_projects_of_gradle(script: str, found: list[str]) -> None:
    files = {
        "settings.gradle": "include 'web', ':libs:money'\ninclude(\"old-name\")\n"
        "project(':old-name').projectDir = file('elsewhere/old')\n",
        "build.gradle": "",
        "buildSrc/src/main/groovy/x.gradle": "",
        "gradle/libs.versions.toml": "",
        "web/build.gradle": script,
        "libs/money/build.gradle.kts": "",
        "elsewhere/old/build.gradle": "",
    }
    assert folders(files, "web") == found
    assert shared(files, "web") == [
        "build.gradle", "buildSrc", "gradle/libs.versions.toml", "settings.gradle",
    ]  # fmt: skip


def test_project_references_of_dotnet() -> None:
    files = {
        "Directory.Packages.props": "",
        "src/Web/Web.csproj": r"""<Project Sdk="Microsoft.NET.Sdk.Web"><ItemGroup>
            <ProjectReference Include="..\Money\Money.csproj" />
            <ProjectReference Include="$(Somewhere)\X.csproj" />
            <Compile Include="..\Shared\Log.cs" Link="Log.cs" />
            <Protobuf Include="../Basket/Proto/basket.proto" />
        </ItemGroup></Project>""",
        "src/Money/Money.csproj": r"""<Project><ItemGroup>
            <ProjectReference Include="..\Base\Base.fsproj" /></ItemGroup></Project>""",
        "src/Base/Base.fsproj": "<Project/>",
        "src/Shared/Log.cs": "",
        "src/Basket/Proto/basket.proto": "",
    }
    assert folders(files, "src/Web") == [
        "src/Base", "src/Basket/Proto/basket.proto", "src/Money", "src/Shared/Log.cs",
    ]  # fmt: skip
    assert shared(files, "src/Web") == ["Directory.Packages.props"]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("COPY libs/money libs/money", ["libs/money"]),
        ("COPY ./libs/money/ \\\n  protos/shop.proto /app/", ["libs/money", "protos/shop.proto"]),
        ('COPY ["libs/money", "/app"]', ["libs/money"]),
        ("COPY --chown=1:1 libs/m* /app", ["libs/money"]),
        ("RUN --mount=type=bind,source=libs/money,target=/m make", ["libs/money"]),
        ("ADD https://example.org/x /x\nCOPY services/web .", []),
        ("COPY --from=build /libs/money /app", []),
        ("COPY . .", []),  # says nothing of what it is built from
        ("COPY services services", []),
        ("COPY $LIBS/money /app", []),
        ("# COPY libs/money .", []),
        ("COPY src .", []),  # its own
    ],
)
def test_dockerfiles(lines: str, found: list[str]) -> None:
    files = {
        "services/web/Dockerfile": f"FROM scratch\n{lines}\n",
        "services/web/src/main.go": "",
        "libs/money/money.go": "",
        "protos/shop.proto": "",
    }
    assert folders(files, "services/web", "services/orders") == found


def test_a_compose_file_says_where_a_dockerfile_is_built() -> None:
    files = {
        "deploy/compose.yaml": "services:\n  web:\n    build:\n      context: ../all\n"
        "      dockerfile: web/Dockerfile\n",
        "all/web/Dockerfile": "FROM scratch\nCOPY money package.json /app/\n",
        "all/money/money.go": "",
        "money/other.go": "",
    }
    assert folders(files, "all/web") == ["all/money"]


def test_files_of_the_top_that_a_dockerfile_copies_are_everybodys() -> None:
    files = {"web/Dockerfile": "COPY package.json lock.json libs/a.txt /x/\n", "package.json": "{}",
             "lock.json": "", "libs/a.txt": ""}  # fmt: skip
    assert folders(files, "web") == ["libs/a.txt"]
    assert shared(files, "web") == ["lock.json", "package.json"]
