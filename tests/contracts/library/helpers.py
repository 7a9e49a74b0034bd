"""Short ways to compare manifests."""

from relplan.contracts import compare
from relplan.contracts.kind import Options, Version
from relplan.contracts.library.contract import ANALYZER
from relplan.model.finding import Finding, Severity

Files = dict[str, str]


def version(files: Files) -> Version:
    """All files are the contract's own, but those that only others inherit from."""
    inherited = ("gradle.properties", "__init__.py", "settings.gradle")
    roots = tuple(sorted(path for path in files if not path.endswith(inherited)))
    return Version({path: text.encode() for path, text in files.items()}, roots)


def findings(base: Files, revision: Files) -> tuple[Finding, ...]:
    return compare(ANALYZER, version(base), version(revision), Options())


def rules(base: Files, revision: Files) -> dict[str, Severity]:
    return {finding.rule: finding.severity for finding in findings(base, revision)}


def project(version: str = "1.2.0", more: str = "", name: str = "shop-client") -> Files:
    return {"pyproject.toml": f'[project]\nname = "{name}"\nversion = "{version}"\n{more}'}


def node(version: str = "1.2.0", more: str = "", name: str = "shop-client") -> Files:
    return {"package.json": f'{{"name": "{name}",\n"version": "{version}"{more}}}'}


def crate(version: str = "1.2.0", more: str = "") -> Files:
    return {"Cargo.toml": f'[package]\nname = "shop"\nversion = "{version}"\n{more}'}


def pom(version: str = "1.2.0", release: str = "17") -> Files:
    return {
        "pom.xml": f"<project><groupId>g</groupId><artifactId>a</artifactId>"
        f"<version>{version}</version><properties><maven.compiler.release>{release}"
        "</maven.compiler.release></properties></project>"
    }


def module(path: str = "example.com/shop", go: str = "1.22") -> Files:
    return {"go.mod": f"module {path}\n\ngo {go}\n"}
