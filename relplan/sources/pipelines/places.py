"""On which line the text of a value begins."""

import re
from collections.abc import Sequence

from relplan.contracts.reading.documents import Document
from relplan.sources.pipelines.files import Files

_BLOCK = re.compile(r"(?:^|[\s:-])[|>][-+0-9]*\s*(?:#.*)?$")


def text_line(files: Files, document: Document, pointer: Sequence[str]) -> int:
    """Return the line on which the text at *pointer* begins: below its key, where it is a block."""
    line = document.line(pointer)
    return line + 1 if _BLOCK.search(files.line(document.path, line)) else line
