"""Which questions are open, what answering each would change, and which settle a change."""

from relplan.planning.questions.settling import questions_of_all, settling

__all__ = ["questions_of_all", "settling"]
