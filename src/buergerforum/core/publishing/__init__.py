"""What may leave the office: salted ids, commitments, merged strata, a journal without ids. Pure.

Two levels are published. *Auditors* see everything but names and contacts, under salted ids. *The public* sees no
attribute of any single person. The rules are written down in ``docs/specification.md``, section 13.
"""
