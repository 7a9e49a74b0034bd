"""Long runs, for what a test of seconds cannot show: ``python -m tests.endurance``, ``….sharing``.

What people decided must be there after every kill and beside every other writer, and an open TUI
must need no more memory and files after an hour than after a minute.
"""
