"""Themes: one TOML file each, shipped ones and a person's own.

A file is read into a typed value and each of its colours parsed before textual sees it, because
textual takes a bad colour without a word and breaks when the theme is applied. A file that is not
good is left out, and all that is wrong with all files is said at once.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from textual.app import App
from textual.color import Color, ColorParseError
from textual.theme import BUILTIN_THEMES, Theme

from relplan.model.errors import RelplanError
from relplan.resources import data_folder
from relplan.tui.presentation.safe import clean
from relplan.tui.presentation.spans import Role

DEFAULT_THEME = "relplan-dark"
_BASES = {True: DEFAULT_THEME, False: "relplan-light"}
"""What a theme does not say, it has from the shipped one that is as dark."""

_COLORS = (
    "foreground",
    "background",
    "surface",
    "panel",
    "primary",
    "secondary",
    "accent",
    "success",
    "warning",
    "error",
    "border",
    "border-blurred",
)
_CURSOR = ("foreground", "background", "blurred-foreground", "blurred-background")
_ROLES = tuple(role.value for role in Role if role not in (Role.PLAIN, Role.STRONG))
_SECTIONS: Mapping[str, tuple[str, ...]] = {
    "colors": _COLORS,
    "cursor": _CURSOR,
    "roles": _ROLES,
}
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_LARGEST_FILE = 20_000
"""Bytes; no theme is larger, and reading whatever stands there could take for ever."""


class ThemeError(RelplanError):
    """A theme's file cannot be used."""


@dataclass(frozen=True)
class ThemeFile:
    """What a theme's file says, each colour parsed."""

    name: str
    dark: bool
    colors: Mapping[str, str] = field(default_factory=dict)
    cursor: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)

    def over(self, base: "ThemeFile") -> "ThemeFile":
        """Return this theme, with *base* answering for what it leaves out."""
        return ThemeFile(
            self.name,
            self.dark,
            {**base.colors, **self.colors},
            {**base.cursor, **self.cursor},
            {**base.roles, **self.roles},
        )

    def to_textual(self) -> Theme:
        """Return it as textual's own kind of theme."""
        colors = self.colors
        foreground = colors["foreground"]
        variables = {f"role-{role}": hue for role, hue in self.roles.items()}
        variables |= {f"block-cursor-{part}": hue for part, hue in self.cursor.items()}
        variables |= {
            "border": colors["border"],
            "border-blurred": colors["border-blurred"],
            "footer-foreground": foreground,
            "footer-description-foreground": foreground,
            "footer-key-foreground": colors["accent"],
            "text-muted": self.roles[Role.DIM],
            "foreground-muted": self.roles[Role.DIM],
        }
        return Theme(
            name=self.name,
            dark=self.dark,
            foreground=foreground,
            background=colors["background"],
            surface=colors["surface"],
            panel=colors["panel"],
            primary=colors["primary"],
            secondary=colors["secondary"],
            accent=colors["accent"],
            success=colors["success"],
            warning=colors["warning"],
            error=colors["error"],
            variables=variables,
        )


@dataclass(frozen=True)
class Themes:
    """The themes that can be used, and what is wrong with the others."""

    themes: Mapping[str, Theme]
    problems: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        """All problems in one message, a line each; empty: there are none."""
        if not self.problems:
            return ""
        return "\n".join(("Some themes were left out:", *self.problems))

    def install(self, app: App[Any], wanted: str | None = None) -> str:
        """Give *app* these themes in the place of textual's, and apply *wanted* or the default.

        Textual's own know none of relplan's colours. Return the line to show where *wanted* is not
        there; empty: all is well. To be called at the end of the app's ``__init__``, because what
        is drawn before would have no theme.
        """
        for theme in self.themes.values():
            app.register_theme(theme)
        name = DEFAULT_THEME if wanted is None else wanted
        app.theme = name if name in self.themes else DEFAULT_THEME
        for builtin in BUILTIN_THEMES.keys() - self.themes.keys():
            app.unregister_theme(builtin)
        if name in self.themes:
            return ""
        names = ", ".join(sorted(self.themes))
        return f"There is no theme '{clean(name, 40)}'; there are {names}"


def load_themes(own: Path | None = None) -> Themes:
    """Read the shipped themes, then those in the folder *own*, which win over the same name.

    Raises ThemeError where a shipped one is broken, RelplanError where they are not installed.
    """
    files = {file.name: file for file in map(read_theme, _toml_files(data_folder("themes")))}
    bases = {dark: files[name] for dark, name in _BASES.items()}
    problems: list[str] = []
    for path in _toml_files(own) if own else ():
        try:
            file = read_theme(path)
        except ThemeError as error:
            problems.append(str(error))
        else:
            files[file.name] = file
    themes = {name: file.over(bases[file.dark]).to_textual() for name, file in files.items()}
    return Themes(themes, tuple(problems))


def read_theme(path: Path) -> ThemeFile:
    """Read one theme's file. Raises ThemeError with all that is wrong with it."""
    label = clean(path.name, 60)
    try:
        with path.open("rb") as stream:
            table = tomllib.loads(stream.read(_LARGEST_FILE).decode("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise ThemeError(f"{label} cannot be read: {clean(str(error), 120)}") from error
    problems = list(_problems(table))
    if problems:
        raise ThemeError(f"{label}: {', '.join(problems)}")
    sections = {name: table.get(name, {}) for name in _SECTIONS}
    return ThemeFile(table["name"], table["dark"], **sections)


def _toml_files(folder: Path) -> list[Path]:
    """Return the TOML files of *folder*, by name; none where it is not there."""
    try:
        return sorted(
            path for path in folder.iterdir() if path.suffix == ".toml" and path.is_file()
        )
    except OSError:
        return []


def _problems(table: Mapping[str, Any]) -> Iterable[str]:
    yield from _unknown(table, ("name", "dark", *_SECTIONS), "")
    name = table.get("name")
    if not (isinstance(name, str) and _NAME.fullmatch(name)):
        yield "name must be lower-case letters, digits and dashes"
    if not isinstance(table.get("dark"), bool):
        yield "dark must be true or false"
    for section, known in _SECTIONS.items():
        values = table.get(section, {})
        if not isinstance(values, dict):
            yield f"{section} must be a table"
            continue
        yield from _unknown(values, known, f"{section}.")
        for key, value in values.items():
            if key in known and not _is_color(value):
                yield f'{section}.{key} is no opaque colour such as "#a0b1c2"'


def _unknown(table: Mapping[str, Any], known: tuple[str, ...], prefix: str) -> Iterable[str]:
    for key in table:
        if key not in known:
            near = get_close_matches(key, known, n=1)
            hint = f" (did you mean {near[0]}?)" if near else ""
            yield f"{prefix}{clean(key, 40)} is not known{hint}"


def _is_color(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        color = Color.parse(value)
    except ColorParseError:
        return False
    # A colour of the terminal's own palette, or one that shines through, has no contrast to judge.
    return color.a == 1 and color.ansi is None and not color.auto
