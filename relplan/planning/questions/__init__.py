"""Which questions are open, what answering each would change, and which settle a change."""

from relplan.planning.questions.settling import questions_of_all, settling
from relplan.planning.questions.weighing import asked, open_questions

__all__ = ["asked", "open_questions", "questions_of_all", "settling"]
