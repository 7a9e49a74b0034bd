"""Where a person keeps what is theirs: their themes and their keys."""

import os
from pathlib import Path

from platformdirs import user_cache_path, user_config_path

CONFIG_VARIABLE = "RELPLAN_CONFIG"


def config_folder() -> Path:
    """Return the folder of the person's own settings, which need not exist.

    ``RELPLAN_CONFIG`` names another one than the operating system's usual.
    """
    override = os.environ.get(CONFIG_VARIABLE)
    return Path(override) if override else user_config_path("relplan", appauthor=False)


def cache_folder() -> Path:
    """Return the folder for what relplan can do without, which need not exist."""
    override = os.environ.get(CONFIG_VARIABLE)
    return Path(override) / "cache" if override else user_cache_path("relplan", appauthor=False)
