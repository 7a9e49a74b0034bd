"""Sees in the source of consumers which operations they call."""
