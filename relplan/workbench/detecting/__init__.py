"""Finds out what pending changes do to contracts, from the contracts' own files."""

from relplan.workbench.detecting.detect import Detector, fingerprint
from relplan.workbench.detecting.unread import failures_of

__all__ = ["Detector", "failures_of", "fingerprint"]
