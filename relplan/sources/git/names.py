"""Other names of merged changes, as merge commits and hosting services write them."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from relplan.model.reference import host_of
from relplan.sources.git.text import TITLE

_BRANCH = re.compile(r"Merge (?:remote-tracking )?branch(?:es)? '")
_QUOTED = re.compile(r"'([^']{1,250})'")
_PULL = re.compile(r"Merge pull request #(\d{1,9}) from [^/\s]{1,100}/(\S{1,250})")
_BITBUCKET = re.compile(r"Merged in (\S{1,250}) \(pull request #(\d{1,9})\)")
_SQUASHED = re.compile(r"\(#(\d{1,9})\)\s*$")
_GITLAB = re.compile(r"^See merge request (?:(\S{1,250})?!)(\d{1,9})$", re.MULTILINE)
_INTO = re.compile(r"Merge branch '[^']{1,250}' into '[^']{1,250}'")
"""As GitLab writes it; git itself puts no marks around the branch that it merges into."""
NO_TITLE = re.compile(r"See merge request |[#*-]|[A-Z][A-Za-z]*(?:-[A-Za-z]+)+: ")
"""What the second paragraph may begin with instead of a title: lists, comments, trailers."""
_SCP = re.compile(r"(?:[^@/\s]+@)?([^:/\s]+):(?!//)(\S+)")


def web_addresses(urls: Iterable[str]) -> tuple[str, ...]:
    """Return the repository's pages, such as ``https://github.com/org/repo``, by its remotes."""
    pages = (_web_address(url) for url in urls)
    return tuple(dict.fromkeys(page for page in pages if page))[:4]


def home_page(remotes: Iterable[tuple[str, str]]) -> str:
    """Return the page of the repository whose reviews ``#12`` means, of (remote, URL) pairs.

    A fork has none of its own: they are where it was forked from.
    """
    order = sorted(remotes, key=lambda pair: pair[0] != "upstream")
    return next(iter(web_addresses(url for _, url in order)), "")


def _web_address(url: str) -> str:
    if "://" in url:
        try:
            parts = urlsplit(url)
            host, path = parts.hostname or "", parts.path
        except ValueError:
            return ""
        if parts.scheme == "file":
            return ""
    elif match := _SCP.fullmatch(url):
        host, path = match.groups()
    else:
        return ""
    path = path.strip("/").removesuffix(".git")
    return f"https://{host_of(host)}/{path}" if "." in host and path else ""


def merged_names(title: str, remotes: Iterable[str]) -> Iterator[str]:
    """Return the branches that a merge commit says it merged, without their remote's name."""
    if _BRANCH.match(title):
        listed = title.partition(" into ")[0].partition(" of ")[0]
        for name in _QUOTED.findall(listed):
            remote = next((r for r in remotes if name.startswith(r + "/")), None)
            yield name.removeprefix(f"{remote}/") if remote else name
    elif match := _PULL.match(title):
        yield match[2]
    elif match := _BITBUCKET.match(title):
        yield match[1]


def review_title(title: str, message: str) -> str:
    """Return the title of the review that a merge commit brought in; empty where it says none.

    GitHub, GitLab and Bitbucket write it on the first line below the *title*, which names the
    branch alone.
    """
    if not any(names.fullmatch(title) for names in (_PULL, _INTO, _BITBUCKET)):
        return ""
    body = message.lstrip("\n").partition("\n\n")[2].lstrip("\n")
    first = body[: TITLE * 4].partition("\n")[0].strip()[:TITLE]
    return "" if NO_TITLE.match(first) else first


def request_urls(message: str, title: str, pages: Iterable[str]) -> Iterator[str]:
    """Return the addresses of the pull or merge request that brought a commit to main."""
    match = _PULL.match(title) or _SQUASHED.search(title) if "#" in title else None
    bitbucket = _BITBUCKET.match(title)
    gitlab = _GITLAB.search(message) if "See merge request" in message else None
    for page in pages:
        if gitlab:
            host = "/".join(page.split("/")[:3])
            yield (
                f"{host}/{gitlab[1]}/-/merge_requests/{gitlab[2]}"
                if gitlab[1]
                else (f"{page}/-/merge_requests/{gitlab[2]}")
            )
        if bitbucket:
            yield f"{page}/pull-requests/{bitbucket[2]}"
        elif match:
            yield f"{page}/pull/{match[1]}"


def request_number(message: str, title: str) -> str:
    """Return the number of the pull or merge request that brought a commit to main, or nothing."""
    match = _PULL.match(title) or _SQUASHED.search(title) if "#" in title else None
    if match:
        return match[1]
    if bitbucket := _BITBUCKET.match(title):
        return bitbucket[2]
    gitlab = _GITLAB.search(message) if "See merge request" in message else None
    return gitlab[2] if gitlab else ""
