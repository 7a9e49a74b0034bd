"""Finds out what pending changes do to contracts, from the contracts' own files."""

from relplan.workbench.detecting.detect import Detector, fingerprint

__all__ = ["Detector", "fingerprint"]
