"""PDF bytes in, readings out: one reader on pdfium, one on pdfminer's objects."""
