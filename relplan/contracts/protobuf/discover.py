"""What .proto files say where contracts are looked for: whose they are, and how code names them."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

_PACKAGE_OPTION = re.compile(
    rb"^[ \t]*option[ \t]+(?:go_package|java_package|csharp_namespace)[ \t]*="
    rb"[ \t]*\"([^\"\n]{1,300})\"",
    re.MULTILINE,
)
_TELLING = re.compile(r"\w[./]\w")
"""A package that only one can have: of more than one word."""
_WELL_KNOWN = (
    "google.", "grpc.", "gogoproto", "validate", "buf.", "envoy.", "xds.", "udpa.", "cel.",
    "io.prometheus.client", "k8s.io.", "grpcgateway.", "protoc_gen", "opencensus.proto",
)  # fmt: skip
_VERSION = re.compile(r"v\d+(?:(?:alpha|beta|p)\d*|development)?")
_DULL = frozenset({"internal", "pkg"})
_MOST_WORDS = 3
"""Of a package, that are kept in a name."""


def is_well_known(package: str) -> bool:
    """Tell whether everybody keeps a copy of a package, and nobody here provides it."""
    return f"{package}.".startswith(_WELL_KNOWN)


def generated_packages(content: bytes) -> Sequence[str]:
    """Return the packages of code that the file's options name, of more than one word."""
    options = (option.decode("utf-8", "replace") for option in _PACKAGE_OPTION.findall(content))
    packages = {option.partition(";")[0] for option in options}
    return sorted(name for name in packages if _TELLING.search(name))


def module_root(path: str, package: str) -> str:
    """Return the root of a file's module: a package stands in the folders of its name."""
    folders = path.split("/")[:-1]
    steps = package.split(".")
    while folders and steps and folders[-1] == steps[-1]:
        folders.pop()
        steps.pop()
    return "/".join(folders)


def common_package(packages: Iterable[str]) -> str:
    """Return what most of several packages have in common, without versions, as a name."""
    split = [package.split(".") for package in packages if package]
    heads = Counter(parts[0] for parts in split)
    head = min(heads, key=lambda name: (-heads[name], name), default="")
    common: list[str] = []
    for parts in zip(*(parts for parts in split if parts[0] == head), strict=False):
        if len(set(parts)) > 1:
            break
        common.append(parts[0])
    telling = [part for part in common if not _VERSION.fullmatch(part) and part not in _DULL]
    return "-".join(telling if len(telling) <= _MOST_WORDS else telling[-_MOST_WORDS:])
