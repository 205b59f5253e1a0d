"""Workbook bytes in, readings out: one reader on openpyxl, one on calamine."""
