"""How many somebody asks for: counts in figures and words, their parts, all that a letter says."""
