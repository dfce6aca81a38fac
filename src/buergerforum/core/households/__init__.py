"""Who counts as one household where nobody gave a key: addresses as they are compared, and numbers instead of them.

:mod:`addresses` is the only home of how addresses are compared; :mod:`numbering` gives households numbers that say
nothing about where anybody lives.
"""
