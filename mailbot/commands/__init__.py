"""What a person types: one module for each command, thin over the rooms below."""
