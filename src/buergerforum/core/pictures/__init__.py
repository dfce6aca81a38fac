"""Plots as SVG texts: the same figures give the same bytes, and no plotting library is needed."""
