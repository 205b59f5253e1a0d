"""The simulation: weeks of traffic by plan, through the real steps, and figures from what was."""
