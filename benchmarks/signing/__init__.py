"""CPU time of verifying and signing PDFs, beside pdfsig and pyHanko's plain path."""
