"""Reads the outside world into the model; its rooms know nothing of each other."""
