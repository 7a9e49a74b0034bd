"""The store in one SQLite file: how it is opened, kept whole, copied and restored."""
