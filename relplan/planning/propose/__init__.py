"""Proposals: the cheapest marks for a goal, and the order in which to make them.

A worked example, which test_worked_example.py runs: ``orders@1`` breaks K for
``web:new``, which adapts to it, and requires L of ``pay@1``. The goal is ``all-alone``: no two
changes may stay on a cycle. K versioned takes 3 days, flagged 5; L 5 and 7.

1. `problem` numbers what can be marked: 0 is K flagged, 1 K versioned, 2 L flagged, 3 L versioned.
   Each edge becomes an arc with its *literals*, the marks that remove it: (2,) of ``orders@1`` to
   ``pay@1``, (0, 1) of ``orders@1`` to ``web:new``, (0,) of ``web:new`` to ``orders@1``. An edge
   that no mark removes is *hard*, and its ends are one node.
2. `kernel` makes that small: nodes with the same arcs become one. Here it finds nothing to do.
3. `greedy` has an answer at once, and `prune` takes back what it does not need.
4. `exact` proves what is cheapest. HiGHS knows no constraint at first and chooses no mark, for 0
   days. `separation` looks at what that leaves, the `residual` graph, and finds the cycle
   ``orders@1``, ``web:new``: one of its arcs has to go, which is the constraint *0 or 1*. HiGHS now
   chooses 1, K versioned, for 3 days. Nothing is left on a cycle, so nothing is cheaper.
   Where all changes are to be parted, `parting` does so instead: `shrunk` makes the kernel much
   smaller, and `branching` looks for cycles at each node of its own search.
5. `order` says in which order to make the marks: first what frees most for its days.

To add only the constraints that an answer violates is the usual way to cut cycles, of which there
are too many to list: Baharev, Schichl, Neumaier and Achterberg, An Exact Method for the Minimum
Feedback Arc Set Problem, 2021. To make the graph small before is kernelization, as in the
contest PACE 2022 on directed feedback vertex sets: E. Großmann, T. Heuer, C. Schulz, D. Strash, The
PACE 2022 Parameterized Algorithms and Computational Experiments Challenge, IPEC 2022.
"""

from relplan.planning.propose.order import order
from relplan.planning.propose.propose import propose

__all__ = ["order", "propose"]
