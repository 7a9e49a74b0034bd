"""gRPC services that a repository defines and does not serve, of which others pin a package.

What is served of them is what a server pins. Where relplan.toml does not name it by `schema`, no
change of the definitions breaks anybody, and whether a move of a server's pin does is a question.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from relplan.contracts.kind import Access, Surface
from relplan.contracts.protobuf.roles import service_names
from relplan.contracts.registry import kind_of
from relplan.detection.pin_reader import Services
from relplan.detection.runs import Served, is_program, served_in
from relplan.model.change import Change, Effect, EffectKind
from relplan.model.contract_source import ContractSource
from relplan.model.evidence import Evidence
from relplan.model.facts import Unread


class DefinedRpcs:
    """Who serves what contracts of gRPC define, as far as code in production shows it."""

    def __init__(self, reader: Services, surfaces: Mapping[str, Surface]) -> None:
        """Look in what *reader* reads for who serves *surfaces*, which are by contract."""
        self._reader = reader
        self._surfaces = surfaces
        self._only_defining: dict[str, bool] = {}
        self._served: dict[tuple[str, str], Served | None] = {}

    def only_defines(self, source: ContractSource) -> bool:
        """Tell whether the provider of a gRPC contract runs nothing that may serve it."""
        name, provider = source.contract, source.provider
        if name not in self._only_defining:
            self._only_defining[name] = (
                _is_rpc(source)
                and not source.schema
                and bool(self._rpcs(source))
                and not self._is_program(provider)
                and self._serves(provider, source) is None
            )
        return self._only_defining[name]

    def served_anew(
        self,
        change: Change,
        contracts: Iterable[ContractSource],
        taken: Sequence[str],
        effects: Mapping[str, Sequence[Effect]],
    ) -> Iterator[Unread]:
        """Yield that *change* may break who calls its service, since its pin moves over a break.

        *taken* are the changes of the repository of *contracts* that it takes up.
        """
        for source in contracts:
            breaks = [
                effect
                for name in taken
                for effect in effects.get(name, ())
                if effect.contract == source.contract and effect.kind is EffectKind.BREAKS
            ]
            if breaks and self.only_defines(source):
                served = self._serves(change.service, source)
                if served is not None:
                    yield self._may_break(change, source, breaks[0], served)

    def _may_break(
        self, change: Change, source: ContractSource, effect: Effect, served: Served
    ) -> Unread:
        service, where = change.service, effect.evidence
        what = where.text.rstrip(".")
        reason = (
            f"it serves {served.role.name} by its pin of {source.provider}, which moves over a"
            f" break, {where.path}:{where.line} {what}; `provider` and `schema` of"
            f" {source.contract} do not say who serves it"
        )
        at = self._reader.history(service).baseline
        line, text = served.role.line, served.role.text
        evidence = Evidence("serves", text, service, at, served.path, line)
        return Unread(service, reason, service, (change.id,), source.contract, evidence)

    def _serves(self, service: str, source: ContractSource) -> Served | None:
        key = service, source.contract
        if key not in self._served:
            history, files = self._reader.history(service), self._reader.files(service)
            listing = files.listing(history.baseline, history.baseline)
            self._served[key] = served_in(history.folder, listing, files.read, self._rpcs(source))
        return self._served[key]

    def _is_program(self, service: str) -> bool:
        history, files = self._reader.history(service), self._reader.files(service)
        return is_program(history.folder, files.listing(history.baseline, history.baseline))

    def _rpcs(self, source: ContractSource) -> frozenset[str]:
        surface = self._surfaces.get(source.contract)
        return service_names(surface) if surface is not None else frozenset()


def _is_rpc(source: ContractSource) -> bool:
    kind = kind_of(source.kind)
    return kind is not None and kind.access is Access.RPC
