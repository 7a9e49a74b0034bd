"""Finds commits of branches that are on main under other ids: squashed, rebased or picked there.

Of a branch that goes on, or stands on one whose branch was deleted, the beginning may be on main
already: what is told is told of commits, from the oldest on. A commit counts as landed only where
all that it does is found on main. What cannot be told, for want of time or of blobs (a partial
clone), stays open.
"""
