"""What a command exits with."""

EXIT_DONE = 0
EXIT_NO = 1
"""A "no" that the command is there to say."""
EXIT_FAULT = 2
"""The caller's or the input's fault, with one line on stderr."""
EXIT_UNCERTAIN = 3
"""Of ``relplan check``: the answer hangs on an open question."""
