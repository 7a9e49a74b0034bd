"""Themes: legible by measure, and a bad file is a line of text, not a crash."""

from pathlib import Path

import pytest
from textual.app import App
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from relplan.tui.presentation.spans import Role
from relplan.tui.themes import DEFAULT_THEME, ThemeError, Themes, load_themes, read_theme

SHIPPED = ("relplan-dark", "relplan-light", "relplan-high-contrast")
LEAST = {"relplan-high-contrast": 7.0}
GOOD = """
name = "mine"
dark = false
[colors]
primary = "#003366"
[roles]
blocked = "#990000"
"""


@pytest.fixture(scope="module")
def shipped() -> Themes:
    return load_themes()


def contrast(text: Color, ground: Color) -> float:
    """The contrast ratio of WCAG 2, 1 to 21."""

    def luminance(color: Color) -> float:
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in color.normalized
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lighter, darker = sorted((luminance(text), luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def pairs(theme: Theme) -> list[tuple[str, Color, Color]]:
    """Return all (name, text, ground) that the TUI draws."""
    variables = theme.to_color_system().generate() | theme.variables
    grounds = ("background", "surface", "panel")
    texts = ["foreground", "text-muted", *(name for name in variables if name.startswith("role-"))]
    named = [(text, ground) for text in texts for ground in grounds]
    named += [
        (f"block-cursor{blurred}-foreground", f"block-cursor{blurred}-background")
        for blurred in ("", "-blurred")
    ]
    named += [("footer-key-foreground", "panel"), ("footer-foreground", "panel")]
    return [
        (f"{text} on {ground}", Color.parse(variables[text]), Color.parse(variables[ground]))
        for text, ground in named
    ]


def test_the_shipped_ones_are_there(shipped: Themes) -> None:
    assert set(shipped.themes) == set(SHIPPED)
    assert shipped.message == ""


@pytest.mark.parametrize("name", SHIPPED)
def test_text_is_legible(shipped: Themes, name: str) -> None:
    least = LEAST.get(name, 4.5)
    measured = {what: contrast(text, ground) for what, text, ground in pairs(shipped.themes[name])}
    assert {what: ratio for what, ratio in measured.items() if ratio < least} == {}


@pytest.mark.parametrize("name", SHIPPED)
def test_text_is_legible_in_shades_of_grey(shipped: Themes, name: str) -> None:
    # With NO_COLOR textual turns each colour into the grey that it calls equally bright.
    measured = {
        what: contrast(text.monochrome, ground.monochrome)
        for what, text, ground in pairs(shipped.themes[name])
    }
    assert {what: ratio for what, ratio in measured.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("name", SHIPPED)
def test_the_cursor_is_seen_in_shades_of_grey(shipped: Themes, name: str) -> None:
    variables = shipped.themes[name].variables
    ground = Color.parse(str(shipped.themes[name].background))
    for cursor in ("block-cursor-background", "block-cursor-blurred-background"):
        assert contrast(Color.parse(variables[cursor]).monochrome, ground.monochrome) >= 1.3


def test_each_role_has_a_colour(shipped: Themes) -> None:
    for theme in shipped.themes.values():
        for role in set(Role) - {Role.PLAIN, Role.STRONG}:
            assert f"role-{role}" in theme.variables


def test_a_persons_own_theme_stands_on_the_shipped_one(tmp_path: Path, shipped: Themes) -> None:
    (tmp_path / "mine.toml").write_text(GOOD)
    loaded = load_themes(tmp_path)
    mine, light = loaded.themes["mine"], shipped.themes["relplan-light"]
    assert loaded.message == ""
    assert (mine.primary, mine.dark) == ("#003366", False)
    assert mine.variables["role-blocked"] == "#990000"
    assert mine.variables["role-ready"] == light.variables["role-ready"]


def test_a_persons_own_theme_wins_over_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(GOOD.replace("mine", "relplan-light"))
    assert load_themes(tmp_path).themes["relplan-light"].primary == "#003366"


def test_no_folder_is_no_problem(tmp_path: Path) -> None:
    assert load_themes(tmp_path / "none").problems == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = ", "bad.toml cannot be read: Invalid value (at end of document)"),
        pytest.param("[" * 5000, "bad.toml cannot be read", id="nested"),
        ('dark = true\nname = "Mine!"', "name must be lower-case letters, digits and dashes"),
        ('name = "a"', "dark must be true or false"),
        (
            GOOD.replace("#003366", "blurple"),
            'colors.primary is no opaque colour such as "#a0b1c2"',
        ),
        (GOOD.replace("#003366", "ansi_blue"), "colors.primary is no opaque colour"),
        (GOOD.replace("#003366", "auto"), "colors.primary is no opaque colour"),
        (GOOD.replace("#003366", "#00336680"), "colors.primary is no opaque colour"),
        (GOOD.replace('"#003366"', "7"), "colors.primary is no opaque colour"),
        (GOOD.replace("blocked", "bloked"), "roles.bloked is not known (did you mean blocked?)"),
        (GOOD.replace("[colors]", "[colours]"), "colours is not known (did you mean colors?)"),
        ('name = "a"\ndark = true\nroles = 1', "roles must be a table"),
        ("\x1b[31m", "bad.toml cannot be read"),
    ],
)
def test_what_is_said_of_a_bad_file(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "bad.toml").write_text(text)
    with pytest.raises(ThemeError) as caught:
        read_theme(tmp_path / "bad.toml")
    assert said in str(caught.value)
    assert "\x1b" not in str(caught.value)


def test_all_bad_files_are_one_message_and_the_good_ones_stay(tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text(GOOD)
    (tmp_path / "one.toml").write_text("?")
    (tmp_path / "two.toml").write_bytes(b"\xff")
    (tmp_path / "three.toml").mkdir()
    loaded = load_themes(tmp_path)
    assert set(loaded.themes) == {*SHIPPED, "mine"}
    assert [line.split(":")[0] for line in loaded.message.splitlines()] == [
        "Some themes were left out",
        "one.toml cannot be read",
        "two.toml cannot be read",
    ]


@pytest.mark.parametrize(
    ("wanted", "applied", "said"),
    [
        (None, DEFAULT_THEME, ""),
        ("relplan-light", "relplan-light", ""),
        ("nord", DEFAULT_THEME, "There is no theme 'nord'"),
        ("[/b]\x1b[1m", DEFAULT_THEME, "There is no theme '[/b]'"),
    ],
)
def test_installing_replaces_textuals_own(
    shipped: Themes, wanted: str | None, applied: str, said: str
) -> None:
    app: App[None] = App()
    assert shipped.install(app, wanted).split(";")[0] == said
    assert app.theme == applied
    assert set(app.available_themes) == set(SHIPPED)
    assert not set(app.available_themes) & set(BUILTIN_THEMES)
