"""The commands, one module each or a family of them; ``relplan.cli.app`` lists them all.

A module loads what is light (typer, the model, words and documents); what is not (the use cases,
the planner) each function loads as it runs: the help of a command is instant, too.
"""
