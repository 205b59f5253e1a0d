"""Lists drawn by Hypothesis, written by every producer, changed in what must not matter, read."""
