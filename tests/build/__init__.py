"""How the project is built, pinned, checked and installed."""
