"""Quotas: from the shares of a population to seats, and what must be true of a table before anybody is drawn."""
