"""The second workbook reader: calamine, with cells, texts and lists in its own way."""

from parsers.workbook.second.book import read_second

__all__ = ["read_second"]
