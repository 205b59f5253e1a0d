"""A seeded generator of request letters and lists, each with the exact rows it holds."""
