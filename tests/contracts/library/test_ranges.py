from itertools import pairwise

import pytest

from relplan.contracts.library.ecosystems import OWN
from relplan.contracts.library.maven_versions import MavenVersion
from relplan.contracts.library.packages import Pin
from relplan.contracts.library.versions import admits

P, N, G, M, C, D = "pypi", "npm", "golang", "maven", "cargo", "nuget"
R, H = "gem", "composer"


@pytest.mark.parametrize(
    ("ecosystem", "wanted", "inside", "outside"),
    [
        (P, ">=1.2,<2", "1.2 1.9.9", "1.1 2.0 1.5rc1"),
        (P, "~=1.4.2", "1.4.2 1.4.9", "1.5.0"),
        (P, "==1.4.*", "1.4.0 1.4.7", "1.5"),
        (P, "", "0.1 9", ""),
        (P, ">=2.0rc1", "2.0rc1 2.1", "1.9"),
        (P, "^1.2.3", "1.2.3 1.9", "1.2.2 2.0"),
        (P, "^0.2.3", "0.2.3 0.2.9", "0.3.0"),
        (P, "^0.0.3", "0.0.3", "0.0.4"),
        (P, "^0", "0.0.1 0.9", "1.0"),
        (P, "~1.2", "1.2.9", "1.3"),
        (P, "~1", "1.9", "2.0"),
        (P, "1.2.3", "1.2.3", "1.2.4"),
        (P, "1.*", "1.0 1.9", "2.0"),
        (P, "^1.2 || ^2.1", "1.3 2.1", "2.0 3.0"),
        (P, ">=1.2 <1.5", "1.2 1.4", "1.5"),
        (N, "^1.2.3", "1.2.3 1.9.0", "1.2.2 2.0.0 2.0.0-rc.1 1.3.0-rc.1"),
        (N, "^0.2.3", "0.2.3 0.2.9", "0.3.0"),
        (N, "^0.0.3", "0.0.3", "0.0.4"),
        (N, "^0.0", "0.0.0 0.0.9", "0.1.0"),
        (N, "~1.2", "1.2.0 1.2.9", "1.3.0"),
        (N, "1.x", "1.0.0 1.9.9", "2.0.0 0.9.0"),
        (N, "1.2 - 2.3", "1.2.0 2.3.9", "1.1.9 2.4.0"),
        (N, "1.2.0 - 2", "1.2.0 2.9.0", "3.0.0"),
        (N, ">1", "2.0.0", "1.9.0"),
        (N, ">1.2", "1.3.0", "1.2.9"),
        (N, "<=1.2", "1.2.9", "1.3.0"),
        (N, "<1.2", "1.1.9", "1.2.0"),
        (N, "> 1.2.3  <1.4 || =3.0.0", "1.3.0 3.0.0", "1.2.3 3.0.1"),
        (N, "*", "0.0.1 9.0.0", "1.0.0-alpha"),
        (N, "", "1.0.0", ""),
        (N, "<*", "", "1.0.0"),
        (N, ">=1.2.3-beta.2", "1.2.3-beta.10 1.2.3 1.3.0", "1.2.3-beta.1 1.3.0-beta.2"),
        (N, "workspace:^1.2.0", "1.4.0", "2.0.0"),
        (C, "1.2.3", "1.2.3 1.9.0", "2.0.0 1.2.2"),
        (C, "0.4", "0.4.0 0.4.9", "0.5.0"),
        (C, "=1.2", "1.2.9", "1.3.0"),
        (C, "~1.2.3", "1.2.9", "1.3.0"),
        (C, ">=1.2, <1.5", "1.4.0", "1.5.0"),
        (C, "1.*", "1.0.0 1.9.0", "2.0.0"),
        (C, "1.2.*", "1.2.9", "1.3.0"),
        (C, "*", "3.0.0", "3.0.0-rc.1"),
        (G, "v1.4.0", "v1.4.0 v1.9.0 v1", "v1.3.0 v2.0.0 v2"),
        (G, "v0.3.0", "v0.3.1 v1.0.0 v1", "v0.2.0 v2"),
        (G, "v2.1.0", "v2.1.0 v2", "v1.9.0 v3.0.0 v1"),
        (G, "v2.0.0+incompatible", "v3.0.0+incompatible", "v1.0.0"),
        (G, "v0.0.0-20200101000000-abcdefabcdef", "v0.1.0", "v0.0.0-20190101000000-abcdefabcdef"),
        (M, "1.2", "1.2 1.2.0", "1.3 1.2.1"),
        (M, "[1.2]", "1.2", "1.3"),
        (M, "[1.0,2.0)", "1.0 1.9 2.0-SNAPSHOT", "2.0 0.9"),
        (M, "(,1.0],[1.2,)", "0.9 1.0 1.2", "1.1"),
        (M, "[1.0, 2.0[", "1.0 1.9", "2.0"),
        (M, "]1.0, 2.0]", "1.1 2.0", "1.0"),
        (M, "1.+", "1.0 1.9", "2.0 10.0"),
        (M, "+", "9.9", ""),
        (M, "latest.release", "9.9", ""),
        (M, "1.2!!", "1.2", "1.3"),
        (D, "1.2.0", "1.2 1.2.0.0", "1.2.1 2.0.0 1.2.0-rc.1"),
        (D, "[1.2.0]", "1.2.0", "1.2.1"),
        (D, "[1.0,2.0)", "1.0.0 1.9.9", "0.9 2.0.0"),
        (D, "(1.0,]", "1.0.1 9.0", "1.0"),
        (D, "1.2.*", "1.2.0 1.2.9", "1.3.0 1.2.1-beta"),
        (D, "*", "0.1 9.0", "1.0-beta"),
        (D, "1.3.0-*", "1.3.0-beta.2 1.3.0", "1.4.0"),
        (R, "~> 1.2.3", "1.2.3 1.2.9", "1.3.0 1.2.2"),
        (R, "~> 1.2", "1.2 1.9.9", "2.0 1.1"),
        (R, "~> 1", "1.0 1.9", "2.0"),
        (R, ">= 1.2, < 2", "1.2.0 1.9", "2 1.1.9 1.5.0.rc1"),
        (R, "1.2", "1.2 1.2.0", "1.2.1"),
        (R, "!= 1.2", "1.3", "1.2"),
        (R, ">= 2.0.0.rc1", "2.0.0.rc1 2.0.0 2.1.0.a", "2.0.0.beta1"),
        (R, "", "3.1", "3.1.pre"),
        (H, "^1.2.3", "1.2.3 v1.9.0", "2.0.0"),
        (H, "^0.2", "0.2.9", "0.3.0"),
        (H, "~1.2", "1.2.0 1.9.9", "2.0.0 1.1.9"),
        (H, "~1.2.3", "1.2.9", "1.3.0"),
        (H, ">=1.0,<1.5|2.0.*", "1.4.0 2.0.9", "1.5.0 2.1.0"),
        (H, "1.0 - 2.0", "1.0.0 2.0.9", "2.1.0"),
        (H, "^1.2@dev", "1.3.0", "2.0.0"),
    ],
)
def test_admits(ecosystem: str, wanted: str, inside: str, outside: str) -> None:
    pin = Pin(ecosystem, "x", wanted, 0)
    assert {version: admits(pin, version) for version in inside.split()} == dict.fromkeys(
        inside.split(), True
    )
    assert {version: admits(pin, version) for version in outside.split()} == dict.fromkeys(
        outside.split(), False
    )


@pytest.mark.parametrize(
    ("ecosystem", "wanted"),
    [
        (P, "@ git+https://x"), (P, "wat"), (P, "^wat"), (P, "^1.2 nonsense"),
        (N, "latest"), (N, "github:a/b"), (N, "file:../x"), (N, "workspace:^"), (N, "workspace:*"),
        (N, "^1 " * 1_000), (N, f"^{'9' * 300}"), (N, f"^{'9' * 30}.0.0"), (N, "1.2.3.4"),
        (G, "=> ../a"), (G, "main"),
        (M, "${shop.version}"), (M, "$shop"), (M, "[1.0"), (M, "1.0 or so"), (M, "[" * 300),
        (C, "@ elsewhere"), (C, "1.0 || 2.0"), (R, "~> x"), (R, "1 or so"), (R, "1," * 600),
        (H, "dev-main"), (H, "self.version"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_not_known(ecosystem: str, wanted: str) -> None:
    assert admits(Pin(ecosystem, "x", wanted, 0), "1.0.0") is None


@pytest.mark.parametrize("ecosystem", [one.name for one in OWN])
def test_no_version_is_not_known(ecosystem: str) -> None:
    assert admits(Pin(ecosystem, "x", "1.0.0", 0), "") is None


def test_maven_orders_versions() -> None:
    texts = (
        "1-alpha-1 1-alpha2 1-beta 1-m1 1-rc 1-SNAPSHOT 1 1-sp 1-abc 1-1 1.0.1 1.1-a1 1.1 1.9 1.10"
    )
    versions = [MavenVersion.of(text) for text in texts.split()]
    assert all(one < other for one, other in pairwise(versions))
    assert all(other > one for one, other in pairwise(versions))


@pytest.mark.parametrize(
    "same",
    ["1 1.0 1.0.0 1-ga 1.final 1.0-RELEASE 1-0", "1-rc1 1.0-cr1", "1_2 1-2", "1a1 1-alpha-1"],
)
def test_maven_knows_equal_versions(same: str) -> None:
    assert len({MavenVersion.of(text) for text in same.split()}) == 1
