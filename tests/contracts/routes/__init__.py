"""Routes that stand in code."""
