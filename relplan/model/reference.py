"""One name for one review, however its address is written."""

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

_CHANGE_ID = re.compile(r"(?:^|[/~:,=+ ])(I[0-9a-f]{40})(?=$|[/?&#])")
_HASHED_ID = re.compile(r"#I[0-9a-f]{40}")
_SHORT = re.compile(r"(?P<repository>[\w.-]+(?:/[\w.-]+)*)?(?P<sign>[#!])(?P<number>[0-9]{1,9})")
_MERGE_REQUEST = re.compile(
    r"/(?P<repository>.+?)(?:/-)?/merge_requests/0*(?P<number>[0-9]+)(?:/.*)?"
)
_PULL_REQUEST = re.compile(
    r"/(?P<repository>.+?)/(?:pulls?|issues|pull-requests|pullrequest)/0*(?P<number>[0-9]+)(?:/.*)?"
)  # fmt: skip
_GERRIT = re.compile(r"(?P<root>.*?)/c/(?:.*?/\+/)?(?P<number>[0-9]+)(?:/.*)?")
_GERRIT_SHORT = re.compile(r"(?P<root>(?:/[A-Za-z_][\w.-]*)?)/(?P<number>[0-9]+)(?:/[0-9]*)?")
_MARKDOWN = re.compile(r"\[[^]]*]\((?P<url>https?://[^()\s]+)\)")
_TOKENS = re.compile(r"[,;\s]+")
_HOSTS = {
    "ssh.github.com": "github.com",
    "altssh.gitlab.com": "gitlab.com",
    "altssh.bitbucket.org": "bitbucket.org",
}
"""Where forges also listen for git, for those whose firewall lets nothing but 443 through."""
_PORTS = {"http": 80, "https": 443}
_LONGEST = 1_000
"""Characters; nobody's address is longer, and to look at one takes time."""


def canonical(ref: str) -> str:
    """Return what all spellings of one review's address have in common; of anything else, itself.

    ``https://www.GitHub.com/Acme/Web/pull/12/files?w=1`` is ``github.com/acme/web#12``, GitLab's
    merge requests are ``gitlab.com/acme/web!12``, Gerrit's changes ``review.example.org/+/12``, and
    one that is addressed by its Change-Id is that.
    """
    if len(ref) > _LONGEST:
        return ref
    if not ref[:8].lower().startswith(("http://", "https://")):
        if _SHORT.fullmatch(ref):
            return ref.lower()
        return ref[1:] if _HASHED_ID.fullmatch(ref) else ref
    try:
        parts = urlsplit(ref)
        host = _host(parts)
    except ValueError:
        return ref
    path = re.sub(r"/{2,}", "/", parts.path)
    place = f"{path.rstrip('/')}/{parts.fragment.lstrip('/')}" if path in ("", "/", "/r/") else path
    return _name(host, place.rstrip("/"), parts) or ref


def host_of(host: str) -> str:
    """Return the host of a forge's pages, for the one that git may be reached at."""
    host = host.lower().removeprefix("www.")
    return _HOSTS.get(host, host)


def _host(parts: SplitResult) -> str:
    host, port = host_of(parts.hostname or ""), parts.port
    return host if port in (None, _PORTS.get(parts.scheme.lower())) else f"{host}:{port}"


def _name(host: str, place: str, parts: SplitResult) -> str:
    if found := _MERGE_REQUEST.fullmatch(place):
        return f"{host}/{found['repository'].lower()}!{found['number']}"
    if change_id := _CHANGE_ID.search(f"{place}?{parts.query}"):
        return change_id[1]
    if found := _GERRIT.fullmatch(place) or _GERRIT_SHORT.fullmatch(place):
        return f"{host}{found['root'].lower()}/+/{found['number']}"
    if found := _PULL_REQUEST.fullmatch(place):
        repository = found["repository"].lower()
        if host == "api.github.com":
            host, repository = "github.com", repository.removeprefix("repos/")
        return f"{host}/{repository}#{found['number']}"
    return ""


def without_host(name: str) -> str:
    """Return the canonical *name* of a pull or merge request as ``acme/web#12``; else nothing."""
    short = name.partition("/")[2]
    return short if _SHORT.fullmatch(short) else ""


def references(value: str, page: str = "") -> Iterator[str]:
    """Yield what the value of a ``Depends-On:`` asks for: mostly itself.

    Reviews may be listed in one line, as links of Markdown, or with a word behind. *page* is the
    repository in which that is said, such as ``https://github.com/acme/web``: ``#12`` is one of
    its own, ``acme/api#12`` one of its forge's.
    """
    text = _MARKDOWN.sub(lambda link: f" {link['url']} ", value).strip()
    bare = (token.strip("<>()").rstrip(".:") for token in _TOKENS.split(text))
    tokens = [token for token in bare if token]
    if tokens and _is_review(tokens[0]):
        yield from (_expanded(token, page) for token in tokens if _is_review(token))
    else:
        yield value


def _is_review(token: str) -> bool:
    return token.lower().startswith(("http://", "https://")) or bool(_SHORT.fullmatch(token))


def _expanded(token: str, page: str) -> str:
    found = _SHORT.fullmatch(token)
    if found is None or page.count("/") < _OF_A_REPOSITORY:
        return token
    repository = found["repository"] or ""
    base = "/".join(page.split("/")[:3]) if "/" in repository else page.rpartition("/")[0]
    where = f"{base}/{repository}" if repository else page
    return f"{where}/{'-/merge_requests' if found['sign'] == '!' else 'pull'}/{found['number']}"


_OF_A_REPOSITORY = 4
"""Slashes of a repository's page: the scheme's two, the host's and one in its path."""
