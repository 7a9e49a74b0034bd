"""Reads from build files, as data, what the services of a monorepo are built from.

One module an ecosystem, each a function ``edges`` from the files of a tree to what is built from
what; nothing is ever run. What only a program could tell (a Gradle script's loops, a macro of
Bazel's) is not known, and relplan.toml's `inputs` are the place to say it.
"""
