"""Finds out what pending changes do to contracts, from the contracts' own files."""

from relplan.detection.detect import Detector, fingerprint
from relplan.detection.unread import failures_of

__all__ = ["Detector", "failures_of", "fingerprint"]
