"""Where a person keeps what is theirs: settings, what they look at, what can be done without."""

import os
from pathlib import Path

VARIABLE = "RELPLAN_CONFIG"


def config_folder() -> Path:
    """Return the folder of the person's own settings, which need not exist.

    ``RELPLAN_CONFIG`` names another one than the operating system's usual.
    """
    from platformdirs import user_config_path  # noqa: PLC0415 - few commands ask for a folder

    override = os.environ.get(VARIABLE)
    return Path(override) if override else user_config_path("relplan", appauthor=False)


def cache_folder() -> Path:
    """Return the folder for what relplan can do without, which need not exist."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - as above

    override = os.environ.get(VARIABLE)
    return Path(override) / "cache" if override else user_cache_path("relplan", appauthor=False)


def state_folder() -> Path:
    """Return the folder for what relplan remembers of the person, which need not exist."""
    from platformdirs import user_state_path  # noqa: PLC0415 - as above

    override = os.environ.get(VARIABLE)
    return Path(override) / "state" if override else user_state_path("relplan", appauthor=False)
