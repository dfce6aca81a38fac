"""How equal the chances of a lottery are, and what it means for the groups that quotas count.

Everything follows from the lots by counting; `figures` has the formulas, `form` the one written form.
"""
