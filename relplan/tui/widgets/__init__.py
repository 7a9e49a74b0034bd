"""Widgets that textual does not have."""
