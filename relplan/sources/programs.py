"""Tells by its name what only a program has: where it begins, and what it is built or set up by."""

import re

_IMAGE = re.compile(
    r"(?:Dockerfile|Containerfile)(?:[.-][\w.-]+)?|[\w.-]+\.(?:Dockerfile|dockerfile)"
)
_MAIN = re.compile(
    r"main\.(?:go|py|rs|ts|js|kt|dart)|(?:app|manage|wsgi|server|__main__)\.py"
    r"|(?:server|app|index)\.(?:js|ts|mjs)|Program\.cs|\w*Application\.(?:java|kt)|config\.ru"
    r"|(?:next|nuxt|astro)\.config\.(?:js|ts|mjs)|Procfile|serverless\.ya?ml|(?:fly|wrangler)\.toml"
)


def builds_image(name: str) -> bool:
    """Tell whether a file called *name* says how an image is built."""
    return _IMAGE.fullmatch(name) is not None


def begins_program(name: str) -> bool:
    """Tell whether a program begins with a file called *name*, or only a program is set up by it.

    Some libraries have such files, too: ``index.ts``.
    """
    return _MAIN.fullmatch(name) is not None
