"""The audit: a numbered recipe, a room per stage, a small function per check.

Every check takes what was read, believes nothing, raises nothing, and returns findings. Its docstring says what it
proves and what it does not. :mod:`buergerforum.core.audit.recipe` is the list of all checks.
"""
