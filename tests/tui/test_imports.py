"""What the command line takes from the TUI's room costs it no textual; a first picture, no plan."""

import subprocess
import sys


def test_presentation_loads_no_textual_and_the_app_nothing_that_plans() -> None:
    program = (
        "import sys\n"
        "import relplan.tui.presentation.glyphs, relplan.tui.presentation.safe\n"
        "print('relplan.tui' in sys.modules, 'textual' in sys.modules)\n"
        "import relplan.tui.app\n"
        "print(*(name in sys.modules for name in ('relplan.planning', 'relplan.tui.screens.plan')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "True False\nFalse False\n"
