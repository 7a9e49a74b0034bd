"""What is not certain, drawn apart from what is: its own line, and the word for it."""

from collections.abc import Iterable, Iterator

from relplan.model.edge import Edge
from relplan.model.question import YES, Asked
from relplan.tui.presentation.glyphs import Glyphs
from relplan.tui.presentation.spans import Line, Role, Span
from relplan.tui.presentation.words import without_hubs


def perhaps_needs(edge: Edge, answer: str, glyphs: Glyphs) -> Line:
    """Return the line of an edge that an *answer* to an open question would draw."""
    over = f" {edge.coupling}" if edge.coupling else ""
    others = "" if len(edge.given) == 1 else ", and others,"
    return (
        Span(f"{glyphs.perhaps}{glyphs.perhaps} perhaps needs ", Role.DIM),
        Span(edge.target),
        Span(f"  {edge.kind}{over}: a {answer}{others} would draw it", Role.DIM),
    )


def of_node(asked: Iterable[Asked], node: str, glyphs: Glyphs) -> Iterator[Line]:
    """Yield the edges from *node* that answers to what is *asked* would draw."""
    for one in asked:
        for answer, edges in ((YES, one.yes), ("no", one.no)):
            for edge in without_hubs(edges):
                if edge.source == node:
                    yield perhaps_needs(edge, answer, glyphs)


def suggested_with(found: Iterable[tuple[str, tuple[str, ...]]], glyphs: Glyphs) -> Iterator[Line]:
    """Yield what an issue key suggests to be slices of one feature."""
    for key, others in found:
        text = f"{glyphs.suggested} suggested, not drawn: {key} is also in {', '.join(others[:3])}"
        yield (Span(text, Role.DIM),)
