"""Answers into a pool: read, matched to the people invited, judged by declared rules.

A pipeline of pure steps: :mod:`headings` finds the columns, :mod:`reading` makes answers of the rows,
:mod:`identity` tells whose answer it is, :mod:`merging` applies the rules in their order, :mod:`reasons` explains
each verdict, :mod:`standing` counts. The result depends on the set of files alone, never on their order.
"""
