"""What the readers of lists promise."""
