"""Entries of tables become rows, and what is odd about a row, or about rows beside each other."""
