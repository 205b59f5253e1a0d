"""Docx bytes in, readings out: one reader on python-docx, one on the plain OOXML."""
