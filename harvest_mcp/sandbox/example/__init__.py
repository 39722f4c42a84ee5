"""The example company: a story written by hand, and a crowd around it that a seed fills in."""

from random import Random

from harvest_mcp.sandbox.company import Company
from harvest_mcp.sandbox.example.crowd import join
from harvest_mcp.sandbox.example.ordinary import fill_in
from harvest_mcp.sandbox.example.telling import told

__all__ = ["example_company"]


def example_company(seed: int = 1) -> Company:
    """Put together the example company: the same seed gives the same one everywhere, every seed the same story."""
    books, chance = told(), Random(seed)
    join(books, chance)
    fill_in(books, chance)
    return books.company
