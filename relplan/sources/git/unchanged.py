"""Tells whether anything is new in a repository, without starting git or loading what reads it."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from relplan.model.review import ReviewLink
from relplan.model.scan import RepositoryRecord, ScanSettings, ServiceRecord, ServiceRoot
from relplan.sources.git.signature import (
    git_folder,
    has_attributes,
    reviewed_signature,
    settings_fingerprint,
    shallow_in,
    signature_in,
)


class Look:
    """One look at a repository, which all of *roots* share, before anything of it is read."""

    def __init__(
        self,
        roots: Sequence[ServiceRoot],
        settings: ScanSettings,
        previous: RepositoryRecord | None,
        reviews: Sequence[ReviewLink] = (),
    ) -> None:
        """Compare with what is known from the *previous* scan; *reviews* are of any repository."""
        repository = roots[0].repository
        self.previous = previous
        self.about = [link for link in reviews if link.commit and _may_be_about(link, roots)]
        folder = git_folder(repository)
        self.shallow = shallow_in(folder)
        self._folder = folder
        self.prints = {
            root.service: settings_fingerprint(root, settings, self.shallow) for root in roots
        }
        signature = signature_in(folder)
        self.signature = (
            reviewed_signature(signature, self.about) if signature and self.about else signature
        )

    @cached_property
    def known(self) -> Mapping[str, ServiceRecord]:
        """What is known of the services that are still read in the same way, by name."""
        services = self.previous.services if self.previous else ()
        return {
            record.service: record
            for record in services
            if self.prints.get(record.service) == record.settings.partition(" ")[0]
        }

    @property
    def lasting(self) -> bool:
        """Whether what follows from commits now does so for ever.

        It does not where history is cut off, or where a file in the repository's own folder says
        what of their contents counts as text.
        """
        return not self.shallow and not has_attributes(self._folder)

    @property
    def unchanged(self) -> bool:
        """Whether reading it would find nothing new; False where that cannot be told."""
        return (
            self.previous is not None
            and bool(self.signature)
            and self.previous.signature == self.signature
            and self.known.keys() == self.prints.keys()
        )


def _may_be_about(link: ReviewLink, roots: Sequence[ServiceRoot]) -> bool:
    return not link.services or any(root.service in link.services for root in roots)
