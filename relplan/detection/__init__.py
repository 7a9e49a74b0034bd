"""Finds out what pending changes do to contracts, from the contracts' own files."""
