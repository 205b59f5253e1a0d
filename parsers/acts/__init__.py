"""What sentences of a letter do: one that speaks of its list is understood whole, or told."""
