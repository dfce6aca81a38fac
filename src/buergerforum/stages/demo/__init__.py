"""``forum demo``: an invented city, and one procedure from its register to a clean audit, every stage for real."""
