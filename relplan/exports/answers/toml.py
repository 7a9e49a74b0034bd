"""Answers as an ``[answers]`` table for relplan.toml, which CI reads that has no store."""

from collections.abc import Iterable

import tomli_w

from relplan.exports.markdown_text import one_line
from relplan.model.question import Answer


def answers_toml(answers: Iterable[Answer]) -> str:
    """Return *answers*, each below what was asked."""
    lines = ["[answers]\n"]
    for answer in answers:
        if answer.text:
            lines.append(f"# {one_line(answer.text)}\n")
        values = {"answer": answer.value, "reason": answer.reason, "by": answer.by}
        inline = ", ".join(
            f"{key} = {_text(value)}" for key, value in values.items() if value or key == "answer"
        )
        lines.append(f"{_text(answer.question)} = {{ {inline} }}\n")
    return "".join(lines)


def _text(value: str) -> str:
    return tomli_w.dumps({"x": value}).removeprefix("x = ").rstrip("\n")
