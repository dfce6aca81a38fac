"""Run a representative citizens' forum: draw, write, merge, select, audit."""

__version__ = "0.1.0"
