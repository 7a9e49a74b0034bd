"""The pattern of issue keys: relplan's own, or a team's."""

from typing import Any

DEFAULT_ISSUE_KEY = r"[A-Z][A-Z0-9]+-\d+"
_NOBODYS = "QXZVKWJQXZ"
"""No project is called so, however much of it one takes."""


def own_pattern(pattern: str) -> Any:
    """Compile a team's own *pattern* by RE2, whose time grows with the text and nothing else.

    Python's own matcher can take years for ``(a+)+$``, and cannot be stopped. Raises ValueError
    for what RE2 does not have: look-around and back-references.
    """
    # Few teams write a pattern of their own: the others need not wait for its matcher.
    import re2  # noqa: PLC0415

    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = False
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0] if error.args else "not understood"
        text = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
        raise ValueError(text) from None


def names_projects(pattern: str) -> bool:
    r"""Tell whether *pattern* takes the keys of certain projects only, as ``BLOG-\d+`` does."""
    if pattern == DEFAULT_ISSUE_KEY:
        return False
    compiled = own_pattern(pattern)
    lengths = range(1, len(_NOBODYS) + 1)
    return not any(
        compiled.fullmatch(f"{_NOBODYS[:length]}{dash}17") for length in lengths for dash in "-_ "
    )
