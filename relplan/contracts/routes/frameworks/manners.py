"""The frameworks that are read by their lines: a row each."""

import re

from relplan.contracts.routes.frameworks.listed import Listed, Manner
from relplan.contracts.routes.frameworks.paths import Style

_VERB = r"(?P<verb>get|post|put|patch|delete|head|options)"
_TEXT = r"[\"'](?P<path>[^\"'\n]*)[\"']"
_RUBY = Style.COLON | Style.STAR | Style.GROUPS
_RUBY_VERB = rf"^[ \t]*{_VERB}"
_CAPTURE = re.compile(r"\((?:\?P<(\w+)>)?[^()]*\)")
_ANGLES = re.compile(r"<(?:\w+:)?(\w+)(?::\w+)?(?:\.\.)?>")
_OPTIONAL = re.compile(r"/\?$|\.?\??:format\?$")


def _without_optional(path: str) -> str:
    return _OPTIONAL.sub("", _OPTIONAL.sub("", path))


def _with_braces(path: str) -> str:
    """Return a path whose parameters are ``(…)`` of an expression, or ``<id>``, with ``{id}``."""
    return _ANGLES.sub(r"{\1}", _CAPTURE.sub(lambda found: f"{{{found[1] or 'part'}}}", path))


MANNERS = (
    Manner(
        "sinatra",
        (".rb",),
        re.compile(
            rb"\bSinatra::|require [\"']sinatra"
            rb"|^[ \t]*(?:get|post|put|patch|delete)[ (]+[\"']/[^\n]*\bdo\b",
            re.MULTILINE,
        ),
        re.compile(rf"{_RUBY_VERB}[ (]+{_TEXT}"),
        _RUBY,
        below=re.compile(r"^[ \t]*map[ (]+[\"']/[^\"'\s]", re.MULTILINE),
        scope=re.compile(r"^[ \t]*namespace[ (]+[\"'](?P<path>[^\"'\n]*)[\"'][^\n]*\bdo\b"),
        unread=re.compile(rf"{_RUBY_VERB}[ (]+[^\"'\s:][^\n]*\bdo\b"),
        root=re.compile(rb"\bSinatra::|require [\"']sinatra"),
        settings=("config.ru",),
        plain=_without_optional,
    ),
    Manner(
        "grape",
        (".rb",),
        re.compile(rb"\bGrape::API\b"),
        re.compile(
            rf"{_RUBY_VERB}(?:[ (]+:?[\"']?(?P<path>[\w/:*.-]+)[\"']?)?(?=[ ,)].*\bdo\b|[ \t]+do\b)"
        ),
        _RUBY,
        scope=re.compile(
            r"^[ \t]*(?:namespace|resources?|group|segment)[ (]+[\"':]+(?P<path>[\w/:-]*)"
            r"[^\n]*\bdo\b"
            r"|^[ \t]*route_param[ (]+(?P<parameter>:\w+)[^\n]*\bdo\b"
        ),
    ),
    Manner(
        "ktor",
        (".kt",),
        re.compile(rb"\bio\.ktor\.(?:server\.)?(?:routing|resources|application)\b"),
        re.compile(
            rf"(?<![.\w@]){_VERB}(?:<\w+>)?\s*(?:\(\s*\"(?P<path>[^\"]*)\"\s*\)\s*|(?=\{{))\{{"
        ),
        Style.BRACES | Style.STAR,
        scope=re.compile(r"(?<![.\w])route\s*\(\s*\"(?P<path>[^\"$]*)\""),
    ),
    Manner(
        "javalin",
        (".java", ".kt"),
        re.compile(rb"\bio\.javalin\b|\bspark\.(?:Spark|Service)\b"),
        re.compile(
            rf"(?:(?<![.\w])|\b(?:app|javalin|server|config|Spark|http)\.){_VERB}\s*\(\s*\"(?P<path>[^\"]*)\"\s*,"
        ),
        Style.BRACES | Style.COLON | Style.STAR,
        below=re.compile(r"\bpath\s*\(|contextPath"),
        scope=re.compile(r"(?<!\w)path\s*\(\s*\"(?P<path>[^\"]*)\""),
    ),
    Manner(
        "vertx",
        (".java", ".kt"),
        re.compile(rb"\bio\.vertx\.ext\.web\.Router\b|\bio\.vertx\.ext\.web\.\*"),
        re.compile(
            r"[rR]outer\w*(?:\(\))?\s*\.(?P<verb>get|post|put|patch|delete|head|options|route)\s*"
            r"\(\s*\"(?P<path>[^\"]*)\""
        ),
        Style.COLON | Style.STAR,
        below=re.compile(r"[sS]ubRouter"),
    ),
    Manner(
        "micronaut",
        (".java", ".kt", ".groovy"),
        re.compile(rb"\bio\.micronaut\.http\.annotation\.(?:Controller\b|\*)"),
        re.compile(
            r"^[ \t]*@(?P<verb>Get|Post|Put|Patch|Delete|Head|Options)\b"
            r"(?:\s*\(\s*(?:(?:value|uri)\s*=\s*)?\"(?P<path>[^\"]*)\")?"
        ),
        Style.BRACES,
        scope=re.compile(r"^@Controller(?:\s*\(\s*(?:value\s*=\s*)?\"(?P<path>[^\"$]*)\")?"),
        is_mark=True,
    ),
    Manner(
        "aiohttp",
        (".py",),
        re.compile(rb"\baiohttp\b[^\n]*\bweb\b|\bfrom aiohttp\.web import\b"),
        re.compile(
            r"\b(?:web|\w*routes)\.(?P<verb>get|post|put|patch|delete|head|options|view)\s*\(\s*[\"'](?P<path>/[^\"']*)[\"']"
        ),
        Style.BRACES,
        below=re.compile(r"add_subapp"),
    ),
    Manner(
        "tornado",
        (".py",),
        re.compile(rb"\btornado\.web\b|\bfrom tornado import\b[^\n]*\bweb\b"),
        re.compile(r"\(\s*r?[\"'](?P<path>/[^\"']*)[\"']\s*,\s*[\w.]*Handler\b"),
        Style.BRACES,
        plain=_with_braces,
    ),
    Manner(
        "bottle",
        (".py",),
        re.compile(rb"^(?:import|from) (?:bottle|falcon|sanic|litestar|pyramid)\b", re.MULTILINE),
        re.compile(
            r"^[ \t]*@(?:\w+\.)?(?P<verb>get|post|put|patch|delete|head|options|route)\s*"
            r"\(\s*[\"'](?P<path>/[^\"']*)[\"']"
            r"|\.add_route\(\s*(?:[\"']\w+[\"']\s*,\s*)?[\"'](?P<added>/[^\"']*)[\"']"
        ),
        Style.BRACES,
    ),
    Manner(
        "slim",
        (".php",),
        re.compile(rb"\bSlim\\(?:App|Factory|Routing|Interfaces)\b"),
        re.compile(
            r"\$\w+->(?P<verb>get|post|put|patch|delete|head|options|any)\s*\(\s*[\"'](?P<path>/[^\"'$]*|)[\"']\s*,"
        ),
        Style.BRACES,
        scope=re.compile(r"->group\s*\(\s*[\"'](?P<path>[^\"'$]*)[\"']"),
    ),
    Manner(
        "symfony",
        (".php",),
        re.compile(rb"\bSymfony\\[\w\\]+\\(?:Annotation|Attribute)\\Route\b"),
        re.compile(
            r"^[ \t]+(?:#\[|\*\s*@)Route\s*\(\s*(?:path\s*[:=]\s*)?[\"'](?P<path>[^\"']*)[\"']"
        ),
        Style.BRACES,
        is_mark=True,
        scope=re.compile(
            r"^(?:#\[|\s?\*\s*@)Route\s*\(\s*(?:path\s*[:=]\s*)?[\"'](?P<path>[^\"']*)[\"']"
        ),
    ),
    Manner(
        "actix",
        (".rs",),
        re.compile(rb"\b(?:actix_web|axum|rocket)\b"),
        re.compile(
            r"#\[(?P<verb>get|post|put|patch|delete|head|options)\(\s*\"(?P<path>/[^\"]*)\""
            r"|\.route\(\s*\"(?P<routed>/[^\"]*)\"|web::resource\(\s*\"(?P<resource>/[^\"]*)\""
        ),
        Style.BRACES | Style.COLON | Style.STAR,
        plain=_with_braces,
    ),
    Manner(
        "phoenix",
        (".ex",),
        re.compile(rb"\bPhoenix\.Router\b|\buse \w+Web, :router\b|\buse Plug\.Router\b"),
        re.compile(
            r"^[ \t]*(?P<verb>get|post|put|patch|delete|head|options|match)[ (]+"
            r"\"(?P<path>/[^\"]*)\""
            r"|^[ \t]*resources[ (]+\"(?P<resources>/[^\"]*)\""
        ),
        Style.COLON | Style.STAR,
        below=re.compile(r"\bforward[ (]+\"/"),
        scope=re.compile(r"^[ \t]*scope[ (]+(?:path:\s*)?\"(?P<path>/[^\"]*)\""),
        unread=re.compile(r"^[ \t]*forward[ (]+\""),
    ),
    Manner(
        "fastendpoints",
        (".cs",),
        re.compile(rb"\b(?:FastEndpoints|NancyModule|ServiceStack|ICarterModule)\b"),
        re.compile(
            r"^[ \t]*(?P<verb>Get|Post|Put|Patch|Delete)\s*[\[(]\s*\"(?P<path>/?[^\"]*)\""
            r"|\[Route\(\s*\"(?P<routed>/[^\"]*)\""
        ),
        Style.BRACES,
    ),
)
LISTED = tuple(map(Listed, MANNERS))
