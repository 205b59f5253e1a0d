"""The daemon dies at every point of a journey in turn, and what comes of it is the same."""
