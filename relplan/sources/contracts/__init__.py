"""What changes do to contracts, read from the contracts' own files: one module a kind.

None is here yet: for now effects come from trailers (see ``relplan.sources.git.trailers``). A
module of a kind will find its files and compare two versions of them; its findings become the same
``relplan.model.change.Effect``, with ``Confidence.DETECTED``, which planning understands already.
"""
