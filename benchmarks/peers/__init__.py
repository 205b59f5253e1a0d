"""What runs in .venv-peers: other programs at the same job. Nothing of ours is imported."""
