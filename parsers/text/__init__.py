"""What text is made of: letters, syllables, encodings, fonts that draw something else."""
