"""What the procedure talks about: frozen, explained, checked on construction."""
