"""What an officer decides about a case, from a case and a wish to a case in its next state."""
