"""Files that hold several services at once: charts, stacks, kustomizations, applications."""

from relplan.sources.pipelines.bundles.holding import Bundle, Holder, bundles_in

__all__ = ["Bundle", "Holder", "bundles_in"]
