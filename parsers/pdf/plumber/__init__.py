"""The second reader of a PDF, which shares no code with the first below lines and grids."""

from parsers.pdf.plumber.page import read_plumber

__all__ = ["read_plumber"]
