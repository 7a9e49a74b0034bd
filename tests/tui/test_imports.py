"""What the command line takes from the TUI's room costs it no textual."""

import subprocess
import sys


def test_presentation_loads_no_textual() -> None:
    program = (
        "import sys\n"
        "import relplan.tui.presentation.glyphs, relplan.tui.presentation.safe\n"
        "print('relplan.tui' in sys.modules, 'textual' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "True False\n"
