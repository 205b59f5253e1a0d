"""How well the corpus is read: every reader over the same files, beside other programs."""
