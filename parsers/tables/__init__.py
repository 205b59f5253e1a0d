"""A reading in, its list tables out: header, entries, and what in them is no row of anybody."""

from parsers.tables.table import Entry, Listing, ListTable
from parsers.tables.walk import list_tables

__all__ = ["Entry", "ListTable", "Listing", "list_tables"]
