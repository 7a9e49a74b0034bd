"""Reads what runs from deployment files: one file a format, values only, nothing is rendered.

Whatever a file holds is data: no template is filled in but an ApplicationSet's list, no variable
looked up, nothing fetched.
"""

from relplan.sources.deployments.argocd import GENERATOR
from relplan.sources.deployments.environments import environment_of, environments_in
from relplan.sources.deployments.matching import Deployable, Match, Matcher
from relplan.sources.deployments.reading import may_be_mine, read_statements
from relplan.sources.deployments.statement import Reading, Statement, Subject

__all__ = [
    "GENERATOR",
    "Deployable",
    "Match",
    "Matcher",
    "Reading",
    "Statement",
    "Subject",
    "environment_of",
    "environments_in",
    "may_be_mine",
    "read_statements",
]
