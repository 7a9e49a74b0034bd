"""Which flags a file names: each tool's shape, and what only looks like one."""

from textwrap import dedent

import pytest

from relplan.sources.flags.files import flags_in, may_define_flags

SHAPES = {
    "flagd": (
        "flags.flagd.json",
        """{"flags": {
             "new-checkout": {"state": "ENABLED", "variants": {"on": true, "off": false},
                              "defaultVariant": "on"},
             "old-cart": {"state": "DISABLED", "variants": {"on": true}, "defaultVariant": "on"},
             "colour": {"state": "ENABLED", "variants": {"a": "red"}, "defaultVariant": "a"}}}""",
        [("colour", 5, None), ("new-checkout", 2, True), ("old-cart", 4, False)],
    ),
    "a manifest of OpenFeature": (
        "flags.json",
        '{"flags": {"new-checkout": {"flagType": "boolean", "defaultValue": false}}}',
        [("new-checkout", 1, None)],
    ),
    "an export of Unleash": (
        "unleash/export.json",
        """{"features": [{"name": "new-checkout", "type": "release", "project": "default"},
                         {"name": "old-cart", "type": "release", "project": "default"}],
            "featureEnvironments": [
              {"featureName": "new-checkout", "environment": "production", "enabled": true},
              {"featureName": "old-cart", "environment": "development", "enabled": true},
              {"featureName": "old-cart", "environment": "production", "enabled": false}]}""",
        [("new-checkout", 1, True), ("old-cart", 2, None)],
    ),
    "a file of LaunchDarkly": (
        "launchdarkly.json",
        """{"flags": {"new-checkout": {"on": true, "variations": [true, false]}},
            "flagValues": {"old-cart": false}}""",
        [("new-checkout", 1, True), ("old-cart", 2, False)],
    ),
    "the list of LaunchDarkly's interface": (
        "flags.json",
        '{"items": [{"key": "new-checkout", "variations": [{"value": true}]}]}',
        [("new-checkout", 1, None)],
    ),
    "GO Feature Flag": (
        "feature-flags.yaml",
        """\
        new-checkout:
          variations: {A: true, B: false}
          defaultRule: {variation: B}
        """,
        [("new-checkout", 1, None)],
    ),
    "Flipt": (
        "features.yml",
        """\
        namespace: default
        flags:
          - key: new-checkout
            name: New checkout
            enabled: true
        """,
        [("new-checkout", 3, True)],
    ),
    "GitLab": (
        "config/feature_flags/development/new_checkout.yml",
        """\
        ---
        name: new_checkout
        type: development
        default_enabled: false
        """,
        [("new_checkout", 2, False)],
    ),
    ".NET": (
        "appsettings.json",
        '{"FeatureManagement": {"NewCheckout": true, "OldCart": {"EnabledFor": []}}}',
        [("NewCheckout", 1, True), ("OldCart", 1, None)],
    ),
}


@pytest.mark.parametrize(("path", "text", "named"), SHAPES.values(), ids=SHAPES)
def test_each_tool_names_its_flags(
    path: str, text: str, named: list[tuple[str, int, bool | None]]
) -> None:
    assert may_define_flags(path)
    found = flags_in(path, dedent(text).encode())
    assert [(one.name, one.line, one.on) for one in found] == named


@pytest.mark.parametrize(
    "text",
    [
        """{"flags": {"new-cart": {"on": true, "variations": [true],
             "prerequisites": [{"key": "new-shop", "variation": 0}]}}}""",
        """{"items": [{"key": "new-cart", "variations": [],
             "prerequisites": [{"key": "new-shop", "variation": 0}]}]}""",
        """{"features": [{"name": "new-cart", "type": "release", "project": "default"}],
            "dependencies": [{"feature": "new-cart", "dependencies": [
              {"feature": "new-shop", "enabled": true},
              {"feature": "old-shop", "enabled": false}]}]}""",
        """{"features": [{"name": "new-cart", "strategies": [],
             "dependencies": [{"feature": "new-shop", "enabled": true}]}]}""",
    ],
    ids=["LaunchDarkly's file", "LaunchDarkly's interface", "Unleash's export", "Unleash's client"],
)
def test_what_a_flag_needs(text: str) -> None:
    (found,) = flags_in("flags.json", text.encode())
    assert found.needs == ("new-shop",)


@pytest.mark.parametrize(
    "text",
    [
        '{"flags": {"verbose": "-v", "quiet": "-q"}}',
        '{"flags": ["-v"]}',
        '{"features": [{"name": "Fast"}, {"name": "Small"}]}',
        '{"name": "web", "type": "module"}',
        '{"items": [{"key": "a", "value": 1}]}',
        "[1, 2]",
        "{",
        "",
    ],
)
def test_what_only_looks_like_a_file_of_flags_names_none(text: str) -> None:
    assert flags_in("flags.json", text.encode()) == ()


@pytest.mark.parametrize(
    "path", ["flags.txt", "tests/flags.json", "node_modules/unleash/flags.json", "src/config.json"]
)
def test_other_files_are_not_read(path: str) -> None:
    assert not may_define_flags(path)
