"""Tells by what stands around a path whether it is requested or served, and by which method."""

import re
from dataclasses import dataclass

from relplan.contracts.openapi.uses.calls import closing

_CLIENT_NAME = (
    r"(?<!@)\b(?!\w{0,60}rout(?:er|es)\b)"
    r"\w{0,40}(?:axios|http|request|client|session|api|ky|got|agent|rest|conn|faraday)\w{0,40}"
    r"(?:\([^()\n\"'`]{0,60}\))?[ \t\n]*(?:\.|->|::)[ \t\n]*"
)
"""What a client of HTTP is called, or the function that returns one; a router serves."""
_HTTP = re.compile(
    rf"{_CLIENT_NAME}(get|post|put|patch|delete|head|options)"
    r"(?!Header|Param|Attribute|Cookie|Locale|Query|Property|Instance|Method|Context)\w{0,12}"
    r"[ \t]*(?:<[^()\n]{0,80}>)?[ \t]*\([^()\"'`]{0,80}(?:\([^()\"'`]{0,40})?$",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:request|exchange|NewRequest(?:WithContext)?|send)[ \t]*\([^()]{0,60}"
    r"(?:[\"'.]|Method)(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b[^()]{0,40}(?:\([^()]{0,40})?$",
    re.IGNORECASE,
)
_FETCH = re.compile(
    r"(?<![\w.])(?:\$?fetch|window\.fetch|axios|got|ky|ofetch|nodeFetch)[ \t]*"
    r"(?:<[^<>()\n]{0,80}>)?\([^(){}\"'`]{0,80}$"
)
_UNTOLD = re.compile(
    r"[^,()]{0,40}\)*,\s*(?:[A-Za-z_$][\w$.]*\s*[,)]|\{[^}]*(?:\.\.\.|\bmethod\b)|Object\.assign)"
)
"""Options of a request that are made elsewhere."""
_OPTION = re.compile(r"[\"'`]?method[\"'`]?\s*[:=]\s*[\"'`](\w{3,7})[\"'`]")
_CONFIGURED = re.compile(r"\b(?:axios|request|ajax)\s*\(\s*\{[^}]*$")
_BUILT = re.compile(
    r"\.(get|post|put|patch|delete|head)\(\)\s*\.uri\(\s*(?:\w+\s*->[^\n\"]{0,80})?$"
)
_REQUESTED = re.compile(
    r"[^;{}]{0,300}?\.(?:request|accept)\([^()]{0,80}\)(?:\s*\.(?!get|post|put|delete|head)\w+"
    r"\([^()]{0,80}\)){0,4}\s*\.(get|post|put|delete|head)\("
)
_CLIENT = re.compile(r"@FeignClient|@HttpExchange|@RegisterRestClient|\bretrofit2?\b")
_MAPPING = re.compile(
    r"@(Get|Post|Put|Patch|Delete)(?:Mapping|Exchange)[ \t]*"
    r"\([ \t]*(?:(?:value|path|url)[ \t]*=)?[ \t]*\{?[ \t]*$"
)
_RETROFIT = re.compile(r"@(GET|POST|PUT|PATCH|DELETE|HEAD)[ \t]*\([ \t]*$")
_REFIT = re.compile(r"\[(Get|Post|Put|Patch|Delete|Head)[ \t]*\([ \t]*$")
_VERB_CLASS = re.compile(r"\bnew Http(Get|Post|Put|Patch|Delete|Head)\s*\([^()]{0,120}$")
_CHOSEN = re.compile(r"[^;{}]{0,200}?\)\s*\.(GET|POST|PUT|DELETE|PATCH)\(")
_BUILDING = re.compile(
    r"(?:\bfromPath|\.path|\.uri|\.url|\.target|\.pathSegment|\bfromUriString|\bfromHttpUrl"
    r"|\bURI\.create|\bnew URI|\bnew URL|\bHttpUrl\.parse|\burljoin|\bpathSegment|\burlopen"
    r"|\b(?:requests|httpx|axios|(?i:session|client|http|conn)\w{0,20})\.(?:request|send|Do)"
    r"|\bNewRequest(?:WithContext)?|\bnew Request|\bexchange)"
    r"\s*\([^()\"'`\n;]{0,80}(?:format\s*\(\s*)?$"
)
_ROUTE = re.compile(
    r"@(?:\w+\.)?(?:Path|(?:Request|Get|Post|Put|Patch|Delete|Message)Mapping|Get|Post|Put|Patch"
    r"|Delete|Head|All|Controller|RestController|Route|route|get|post|put|patch|delete|head"
    r"|websocket|api_route|RoutePrefix)\s*\("
    r"\s*(?:(?:[^()\"]{0,120},\s*)?(?:value|path|name)\s*=\s*)?(?:[\[{]|arrayOf\()?\s*$"
    r"|\b(?:app|router|server|routes?|mux|fastify|express|blueprint|bp|engine|group|echo|r|e|g|v\d"
    r"|\w{1,40}(?:App|Router|Routes|Server|_app|_router|_routes|_server))"
    r"\.(?:get|post|put|patch|delete|head|all|use|route|any|mount|group|handle\w*|add_\w+"
    r"|match|path(?:prefix)?)\s*\(\s*(?:[\"'`]\w+[\"'`]\s*,\s*)?$"
    r"|(?:\br|mux|[rR]outer|\bMethods\([^()]{0,80}\))\.Path(?:Prefix)?\(\s*$"
    r"|\b(?:Handle(?:r?Func|r)?|Map(?:Get|Post|Put|Patch|Delete|Group)|MethodFunc|Route"
    r"|add_api_route|add_url_rule|include_router)\s*\(\s*(?:(?:[\w.]+|\"[A-Z]+\")\s*,\s*)?$"
    r"|\.Method\(\s*(?:http\.Method\w+|\"[A-Z]+\")\s*,\s*$"
    r"|\[(?:Http(?:Get|Post|Put|Patch|Delete)|Route)\s*\(\s*$"
    r"|(?:^|\s)(?:get|post|put|patch|delete|match|resources?|scope|namespace)[ \t]+:?$"
)
"""What declares a route of the service's own: annotations, decorators, calls of a router."""
_VERB_OF_ROUTER = re.compile(
    r"(?:\b(?!\w{0,60}(?:[cC]lient|[fF]etch))\w{1,60}\.(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)"
    r"|(?:\b\w{0,40}(?:[aA]pp|[eE]ngine|[gG]roup|[mM]ux|[rR]outer|[rR]outes?|[sS]erver)|\b[reg]"
    r"|\bv\d|\.With\([^()]{0,80}(?:\([^()]{0,40}\)[^()]{0,40})?\))"
    r"\.(?:Get|Post|Put|Patch|Delete|Head|Options))\(\s*$"
)
_HANDLER = re.compile(r"\"\s*,\s*(?:func\b|[A-Za-z_][\w.]{0,80}\s*[,()])")
"""What stands behind the path where a router of Go's is told who answers: a name, or a function."""
_LINK = re.compile(
    r"(?:[mM]atchers?|[pP]athMatchers?|permitAll|securityMatcher|addPathPatterns|ignoring)"
    r"\s*\([^()]{0,200}$"
    r"|(?<![\w.])authorize\s*\([^()]{0,200}$"
    r"|\b(?:to|href|src|action|redirect\w*|template\w*|static\w*)\s*[:=]\s*\{?\s*$"
    r"|\b(?:navigate\w*|push|replace|redirect\w*|render\w*|sendFile|link_to|require|import|from"
    r"|goto|visit|startsWith|startswith|endsWith|(?:Strip|Trim|Has)(?:Prefix|Suffix)|open|readFile\w*|Produces|Consumes)\s*\(?\s*$"
    r"|<Route\b[^<>]{0,120}\bpath\s*=\s*\{?\s*$|\brouterLink\b[^<>]{0,20}=\s*\{?$"
)
"""What leads to a page or a file, or only asks what a path begins with."""
_PAGE = re.compile(r"(?<![\w.])path\s*:\s*$")
"""A page of a router of the browser's, unless a request's options stand around it."""
_OPTIONS = re.compile(
    rf"{_CLIENT_NAME}\w{{1,60}}[ \t]*(?:<[^()\n]{{0,80}}>)?[ \t]*\(\s*\{{?[^(){{}}]{{0,120}}$",
    re.IGNORECASE,
)
"""Begins what a client of HTTP is handed as one object, ``client.get({ path: …``."""
_IN_OBJECT = re.compile(r"[\"']?\b(path|url)[\"']?\s*:\s*$")
_HANDLED = {
    "path": re.compile(r"[\"'`]\s*,\s*[^{}]{0,200}?\b(?:handler|options|config|rules)\b\s*[:,(]"),
    "url": re.compile(r"[\"'`]\s*,\s*[^{}]{0,200}?\b(?:handler|preHandler|schema)\b\s*[:,(]"),
}
"""What makes an object with a path a route of Hapi's or Fastify's: it says who answers."""
_URLS = re.compile(r"\burlpatterns\b")
_DJANGO = re.compile(r"\b(?:re_path|path|url)\s*\(\s*r?$")


@dataclass(frozen=True, slots=True)
class Manner:
    """What a file as a whole says of its paths."""

    is_client: bool
    """Its annotations declare requests, not routes."""
    is_routing: bool
    """It is a list of routes."""


def manner_of(text: str) -> Manner:
    """Look once at all of a file."""
    return Manner(_CLIENT.search(text) is not None, _URLS.search(text) is not None)


def is_served(before: str, after: str, manner: Manner) -> bool:
    """Tell whether the path between *before* and *after* is declared as a route of the file's own.

    *after* begins with the quote that ends the path.
    """
    if manner.is_client:
        return False
    if _ROUTE.search(before) or (_HANDLER.match(after) and _VERB_OF_ROUTER.search(before)):
        return True
    keyed = _IN_OBJECT.search(before)
    if keyed is not None and _HANDLED[keyed[1]].match(after):
        return True
    return manner.is_routing and _DJANGO.search(before) is not None


def is_linked(before: str, manner: Manner) -> bool:
    """Tell whether the path behind *before* is a page, a link or a pattern: nothing is requested.

    Nor is it served: a page that links to ``/orders`` may request the orders of another service.
    """
    if manner.is_client:
        return False
    if _LINK.search(before):
        return True
    is_page = _PAGE.search(before) is not None and "method" not in before and "host" not in before
    return is_page and _OPTIONS.search(before) is None


def is_building(before: str) -> bool:
    """Tell whether what stands before a path builds a URL of it."""
    return _BUILDING.search(before) is not None or _FETCH.search(before) is not None


def default_of(before: str) -> str:
    """Return the method of a request, behind *before*, where nothing else is said of it."""
    return "GET" if _FETCH.search(before) else ""


def method_of(before: str, after: str, manner: Manner) -> str:
    """Return the method of the request whose path stands between the two; empty: not told."""
    for expression in (_HTTP, _NAMED, _RETROFIT, _REFIT, _BUILT, _VERB_CLASS):
        if named := expression.search(before):
            return named[1].upper()
    if mapped := _MAPPING.search(before):
        return mapped[1].upper() if manner.is_client else ""
    if _FETCH.search(before):
        said = after[: closing(after)]
        option = _OPTION.search(said)
        return option[1].upper() if option else "" if _UNTOLD.match(said + ")") else "GET"
    if _CONFIGURED.search(before):
        option = _OPTION.search(before) or _OPTION.search(after.partition("}")[0])
        return option[1].upper() if option else "GET"
    requested = _REQUESTED.match(after) or _CHOSEN.match(after)
    return requested[1].upper() if requested else ""
