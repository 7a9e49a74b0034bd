"""Who decides, and from where: what the log keeps of a person."""

import os

from relplan.model.decision import Via

_OF_CI = ("CI", "TF_BUILD", "TEAMCITY_VERSION")
"""What build servers set: the first by nearly all, the others by Azure Pipelines and TeamCity."""
_NOT = ("", "0", "false")


def who() -> str:
    """Return the login name of whoever decides."""
    import getpass  # noqa: PLC0415 - who only reads is not asked

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "unknown"


def host() -> str:
    """Return the name of the machine that this runs on; empty where it has none."""
    import socket  # noqa: PLC0415 - as above

    try:
        return socket.gethostname()
    except OSError:
        return ""


def by_command() -> Via:
    """Return how a command is run: by a person, or by a build server."""
    said = (os.environ.get(name, "") for name in _OF_CI)
    return Via.CI if any(value.lower() not in _NOT for value in said) else Via.CLI
