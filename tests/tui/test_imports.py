"""What the command line takes from the TUI's room costs it no textual; a last picture, no plan."""

import subprocess
import sys


def test_presentation_loads_no_textual_and_the_last_picture_nothing_that_plans() -> None:
    program = (
        "import sys\n"
        "import relplan.tui.presentation.glyphs, relplan.tui.presentation.safe\n"
        "print('relplan.tui' in sys.modules, 'textual' in sys.modules)\n"
        "import relplan.cli.plain, relplan.cli.commands.tui, relplan.app.finding\n"
        "import relplan.tui.app\n"
        "late = 'typer', 'relplan.planning', 'relplan.store', 'sqlite3'\n"
        "print([name for name in late if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "True False\n[]\n"
