"""Cargo's manifest: Cargo.toml."""

from collections.abc import Iterator, Mapping, Sequence
from posixpath import basename, dirname, join
from typing import Any

from relplan.contracts.library.git_references import branch_called
from relplan.contracts.library.locks import cargo as cargo_locks
from relplan.contracts.library.packages import Ecosystem, Package, Pin, exactly
from relplan.contracts.library.semver import cargo_admits, numbered
from relplan.contracts.reading.toml import Toml

_NAME = "cargo"
_TABLES = ("dependencies", "dev-dependencies", "build-dependencies")


def is_manifest(path: str) -> bool:
    """Tell by its name whether a file is Cargo's manifest."""
    return basename(path) == "Cargo.toml"


def package_in(path: str, files: Mapping[str, bytes]) -> Package | None:
    """Return the crate; what it inherits is read from the workspace, where *files* has that."""
    toml = Toml(path, files[path])
    name = toml.text("package", "name")
    if not name or toml.get("package", "publish") is False:
        return None
    above = (Toml(other, files[other]) for other in _above(path) if other in files)
    root = next((one for one in (toml, *above) if one.table("workspace")), None)

    def stated(key: str) -> str:
        value = toml.get("package", key)
        if isinstance(value, dict) and value.get("workspace") is True and root:
            value = root.get("workspace", "package", key)
        return value if isinstance(value, str) else ""

    rust = stated("rust-version")
    return Package(
        _NAME,
        name,
        stated("version"),
        toml.line("package", "version"),
        {"rust": rust} if rust else {},
        frozenset(_offers(toml)),
    )


def references(path: str, content: bytes) -> Sequence[str]:
    """Return where the workspace may be, if anything is inherited from it."""
    package = Toml(path, content).table("package")
    inherits = any(isinstance(value, dict) and "workspace" in value for value in package.values())
    return _above(path) if inherits else []


def pins(path: str, files: Mapping[str, bytes]) -> Iterator[Pin]:
    """Yield what a manifest asks for, by the crates' own names."""
    toml = Toml(path, files[path])
    targets = [("target", target) for target in toml.table("target")]
    for start in ((), ("workspace",), *targets):
        for table in _TABLES:
            for name, wanted in toml.table(*start, table).items():
                package, text = _wanted(name, wanted)
                line = toml.line(*start, table, name)
                inside = isinstance(wanted, dict) and "path" in wanted
                yield Pin(_NAME, package, text, line, *_git_of(wanted), inside=inside)


def _wanted(name: str, wanted: Any) -> tuple[str, str]:
    if isinstance(wanted, str):
        return name, wanted
    table = wanted if isinstance(wanted, dict) else {}
    managed = "" if table.get("workspace") is True else "@ elsewhere"
    package, version = table.get("package", name), table.get("version", managed)
    return (package if isinstance(package, str) else name), str(version)


def _git_of(wanted: Any) -> tuple[str, str]:
    table = wanted if isinstance(wanted, dict) else {}
    revision = table.get("rev") or table.get("tag") or branch_called(table.get("branch"))
    return (str(table["git"]), str(revision)) if table.get("git") else ("", "")


def _offers(toml: Toml) -> Iterator[str]:
    features = toml.table("features")
    yield from (f"feature {feature}" for feature in features if feature != "default")
    named = {text.partition(":")[2] for name in features for text in toml.texts("features", name)}
    for table in _TABLES:
        for name, wanted in toml.table(table).items():
            if isinstance(wanted, dict) and wanted.get("optional") is True and name not in named:
                yield f"feature {name}"
    binaries = toml.get("bin")
    for binary in binaries if isinstance(binaries, list) else []:
        if isinstance(binary, dict) and isinstance(binary.get("name"), str):
            yield f"command {binary['name']}"


def _above(path: str) -> list[str]:
    """Return the manifests in the folders above, the nearest first."""
    found: list[str] = []
    folder = dirname(path)
    while folder:
        folder = dirname(folder)
        found.append(join(folder, "Cargo.toml"))
    return found


CARGO = Ecosystem(
    name=_NAME,
    is_manifest=is_manifest,
    package_in=package_in,
    pins=pins,
    is_lock=cargo_locks.is_lock,
    locked=cargo_locks.locked,
    references=references,
    numbered=numbered,
    admits=cargo_admits,
    exact=exactly(r"=\s*%"),
    strict_caret=True,
)
