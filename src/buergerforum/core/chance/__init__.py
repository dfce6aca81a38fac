"""Every draw of the toolkit, specified to the bit.

The rules are written down in ``docs/specification.md`` (version 1); this room is their only home. Chance enters
as a public seed, a text; nothing here reads a clock, a disk or a random number generator.
"""

from buergerforum.core.chance.fields import digest
from buergerforum.core.chance.numbers import lot_number, whole_number_below
from buergerforum.core.chance.seed import Seed, read_seed
from buergerforum.core.chance.tickets import in_ticket_order, ticket, tickets

__all__ = ["Seed", "digest", "in_ticket_order", "lot_number", "read_seed", "ticket", "tickets", "whole_number_below"]
