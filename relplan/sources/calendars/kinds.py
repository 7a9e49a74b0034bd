"""Whether an event is a time to release in, a time not to, or neither for sure.

Only words that leave no doubt decide. All else is a person's to choose: a blackout that passes
for a window lets something ship in it, and a lunch that passes for a freeze holds everybody up.
"""

import re
from enum import StrEnum


class Kind(StrEnum):
    """What an event is."""

    WINDOW = "window"
    FREEZE = "freeze"
    UNCLEAR = "unclear"


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{pattern})\b" for pattern in patterns))


_WORK = (
    r"(?:deploy(?:s|ments?|ing)?|releas(?:es?|ing)|changes?|rollouts?|roll outs?|go lives?"
    r"|merg(?:es?|ing)|shipping|pushes|production|prod|code|änderung(?:en)?|auslieferung(?:en)?|produktions?)"
)
_STOP = (
    r"(?:stop(?:p|s|ped)?|ban(?:ned)?|halt(?:ed)?|lock(?:ed|down)?|pause[ds]?|embargo|sperre|verbot"
    r"|suspended|forbidden|prohibited|blocked|not allowed|disallowed|blackout|black out|moratorium)"
)
_FORBIDS = _any(
    rf"no (?:(?:more|new|prod(?:uction)?|code) )?{_WORK}(?: (?:deploy|release|change)\w*)?",
    rf"(?:do not|dont|never) (?:deploy|release|ship|merge|push|change {_WORK})",
    rf"keine? {_WORK}",
)
"""Leaves no doubt, whatever else the title says of freezes."""
_FREEZE = _any(
    r"freezes?",
    r"freezing period",
    rf"frozen {_WORK}",
    rf"{_WORK}(?: is| are)? frozen",
    r"frozen zone",
    r"(?:main|master|trunk|branch(?:es)?)(?: is| are)? frozen",
    r"black ?outs?",
    r"moratorium",
    r"embargo",
    r"lock ?down",
    rf"{_WORK}(?:en|s)?(?: is| are)? ?{_STOP}",
    rf"{_STOP} (?:on|of|for) (?:all )?{_WORK}",
    r"(?:code|release|deployment|deploy|change|produktions|änderungs)"
    r"(?:stopp?|sperre|freeze|verbot)",
    r"einfrierung|einfrieren",
    r"gel (?:du |des |de la )?(?:code|production|mises? en production|changements?)",
    r"congelamiento|congelación",
    r"wijzigingsstop",
    r"quiet (?:period|time)",
)
_WINDOW = _any(
    r"releases?",
    r"releasing",
    r"release ?(?:day|train|window|slot)s?",
    r"deploy(?:s|ments?|ing)?",
    r"rollouts?",
    r"roll outs?",
    r"go ?lives?",
    r"(?:maintenance|change|service|shipping|production|prod|patch|deploy) ?(?:windows?|slots?)",
    r"(?:release|deployment|deploy|wartungs|change|liefer|produktions|freigabe)fenster",
    r"auslieferung|mise en production|mep",
)
_SAYS_WINDOW = _any(r"\w*(?:windows?|slots?|fenster)")
_NO_FREEZE = _any(
    r"not (?:a )?(?:\w+ )?(?:frozen|freeze)",
    r"no (?:\w+ )?(?:freezes?|black ?outs?|moratorium|embargo|lock ?down)",
    r"(?:kein|ohne|without|un) ?(?:\w+ )?freeze",
)
_ABOUT = r"(?:freeze|black ?out|moratorium|embargo|lock ?down|stopp?|sperre|halt)"
_AROUND_A_FREEZE = _any(
    # It ends, begins, is lifted, or something lies before, beside or after it.
    rf"{_ABOUT}s?(?: period)?(?: is| was| has been)? (?:lifted|lifts?|ends?|ended|ending|over"
    r"|removed|expire[sd]?|done|off|cancell?ed|ende|endet|vorbei|aufgehoben|exceptions?|exempt\w*|starts?"
    r"|started|begins?|beginnt|beginning|reminder|announce\w*|approv\w*|requests?|checklist|soon)",
    r"(?:end|ends|ending|lift|lifts|lifting|removal|remove|removing|close|cancel|start|starts|begin"
    r"|begins|reminder|ende|aufhebung|beginn|fin|announce\w*|exceptions?)"
    rf"(?: (?:of|to|for|from|des|der|du|the|a|our))*(?: \w+)?(?: \w+)? ?{_ABOUT}",
    r"(?:before|after|until|till|post|pre|during|despite|vor|nach|wegen|prior to|ahead of|unless)"
    rf"(?: the| next| dem| der)?(?: \w+)? {_ABOUT}",
    r"un ?freez\w*|unfrozen|thaw\w*|anti ?freeze|freezers?",
)
_OTHER_FREEZES = _any(
    # Neither code nor services are frozen.
    r"hiring|wage|pay|payroll|salary|budget|spending|headcount|recruiting|trading|insider|stock"
    r"|vacation|pto|leave|travel|press|media|marketing|news|brain|frost|curtains?|power|dance|frame"
    r"|frozen (?:yogh?urt|food|custard|pizza)",
    # These are frozen so that something can be released.
    r"(?:feature|string|translation|api|schema|ui|content|data|design|scope|requirements?) freeze",
)
_NO_TIME_TO_RELEASE = _any(
    # It takes place otherwise, or not at all.
    r"cancell?ed|abgesagt|entfällt|annulé|closed|skipped|postponed|tbd|tbc|tentative|maybe",
    # People meet, or are somewhere.
    r"meeting|party|lunch|dinner|drinks|social|celebrat\w*|review|retro\w*|planning|plan|prep\w*"
    r"|demo|sync|stand ?up|training|workshop|webinar|interview|call|notes|deadline|cut ?off"
    r"|go no go|discuss\w*|besprechung|termin|feier|schulung|rehearsal|approval|readiness"
    r"|(?:press|media|news) releases?|kick ?off|survey|on ?call|on duty|bereitschaft|rota"
    r"|off ?site|birthday|day off|cleaning",
    # An operating system is rolled out.
    r"windows \d+|windows server",
)  # fmt: skip
_TIME_OF_YEAR = _any(r"(?:year|quarter|month) end", r"end of(?: the)? (?:year|quarter|month)")
_APOSTROPHES = re.compile("['\u2019]")
_LONGEST = 500
"""Characters of a title that are looked at."""
_SEPARATORS = re.compile(r"[\W_]+")
_CANCELLED = re.compile(
    r"\s*(?:cancell?ed|abgesagt|annulé|geannuleerd|cancelado)\s*:", re.IGNORECASE
)


def kind_of(summary: str, categories: str = "") -> Kind:
    """Return what an event with this *summary* and these *categories* is."""
    title, labels = _plain(summary), _plain(categories)
    title = _TIME_OF_YEAR.sub(" ", _NO_FREEZE.sub(" ", title))
    both = f"{title} | {labels}"
    if _NO_TIME_TO_RELEASE.search(title):
        return Kind.UNCLEAR
    if _FORBIDS.search(title):
        return Kind.FREEZE
    if _AROUND_A_FREEZE.search(title):
        return Kind.UNCLEAR
    if _FREEZE.search(both):
        return Kind.UNCLEAR if _OTHER_FREEZES.search(title) else Kind.FREEZE
    return Kind.WINDOW if _WINDOW.search(both) else Kind.UNCLEAR


def may_be_a_milestone(summary: str, days: int) -> bool:
    """Tell whether what takes whole *days* may be a version's due date, or the work on it.

    It is a window where its title says that it is one, or a release on one day.
    """
    if days > 1:
        return _SAYS_WINDOW.search(_plain(summary)) is None
    return kind_of(summary) is not Kind.WINDOW


def says_cancelled(summary: str) -> bool:
    """Tell whether *summary* begins as that of a meeting that was cancelled in Outlook."""
    return _CANCELLED.match(summary) is not None


def _plain(text: str) -> str:
    return _SEPARATORS.sub(" ", _APOSTROPHES.sub("", text[:_LONGEST])).strip().lower()
