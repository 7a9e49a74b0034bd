"""What a kind of contract says of decoupling: the days that it takes, and how to say what to do."""

from dataclasses import dataclass

_NAMES = ("name", "provider", "services", "parts", "days")


@dataclass(frozen=True, slots=True)
class Advice:
    """The words and days of one kind of contract, as plan, diagnosis, backlog and runbook use them.

    In the sentences ``{name}`` is the contract, ``{provider}`` and ``{services}`` those that it
    ties, ``{parts}`` what of it changes, in brackets, or nothing, ``{days}`` how long an old
    version must have been quiet. Raises ValueError where one names anything else.
    """

    versioned_effort_days: float = 5.0
    """Of serving two versions, mostly its provider's work. An order of magnitude to compare by,
    which relplan.toml may override."""
    title: str = "Serve {name} in two versions side by side"
    """Of the backlog item."""
    expand: str = (
        "Serve the new {name} beside the old{parts}, so that both work with the same deployment."
    )
    migrate: str = "Move to the new {name} and release it by itself."
    contract: str = (
        "Take the old version of {name} away once nothing has called it for {days} days."
    )
    coupling: str = ""
    """How it ties its services; empty: that the provider provides it, and who uses it."""
    remedy: str = (
        "Let {provider} serve the old and the new {name} side by side until each consumer has"
        " moved."
    )
    rehearsal: str = ""
    """What must have been tried before a change of it goes to production; empty: nothing."""
    holds_data: bool = False
    """Whether no rollback brings back what a breaking change of it has taken away."""

    def __post_init__(self) -> None:
        for name in self.__match_args__:
            sentence = getattr(self, name)
            if isinstance(sentence, str):
                try:
                    sentence.format(**dict.fromkeys(_NAMES, ""))
                except (LookupError, ValueError) as error:
                    raise ValueError(f"{name} cannot be filled in: {error!r}") from None


USUAL = Advice()
"""Of a kind that says nothing, and of contracts that no kind reads."""
