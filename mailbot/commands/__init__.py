"""What a person types: one module for each family of commands, thin over the rooms below."""
