"""Plots as SVG: few shapes, readable in grey, the same bytes for the same figures. Pure."""
