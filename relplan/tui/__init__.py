"""The terminal's face of the workbench. Importing this package loads no textual."""
