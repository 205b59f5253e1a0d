"""PDF bytes in, readings out: one reader on pdfium, one on playa."""
