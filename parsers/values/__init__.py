"""One cell's text in, its value out, with what is doubtful about it. Each kind its own rules."""
