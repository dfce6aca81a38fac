"""The only code that touches the world: files, clock, versions, fonts."""
