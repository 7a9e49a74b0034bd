"""Flags that pending changes are dark behind, and when each may be switched on."""

from relplan.model.counting import joined
from relplan.model.evidence import Evidence
from relplan.model.value import value


@value(order=True)
class Prerequisite:
    """That a flag's own tool takes it for on only while another is."""

    flag: str
    needs: str
    """The other flag."""
    evidence: Evidence


@value()
class Flip:
    """The switching on of a flag, or of several that hold each other up: together."""

    flags: tuple[str, ...]
    changes: tuple[str, ...]
    """The changes that are dark behind them: deployed before."""
    after: tuple[str, ...] = ()
    """Other pending changes, to be deployed before as well."""
    after_flags: tuple[str, ...] = ()
    """Flags to be switched on before."""
    waits_for: tuple[str, ...] = ()
    """Nodes that are not done, such as missing adaptations: it may not be switched on yet."""

    @property
    def sentence(self) -> str:
        """What to do, and when."""
        together = " together, for they hold each other up" if len(self.flags) > 1 else ""
        done = joined((*self.changes, *self.after))
        verb = "is" if len(self.changes) + len(self.after) == 1 else "are"
        text = f"Switch on {joined(self.flags)}{together}, once {done} {verb} in production"
        if self.after_flags:
            text += f", after {joined(self.after_flags)}"
        return f"{text}; not yet: {joined(self.waits_for)}." if self.waits_for else f"{text}."
