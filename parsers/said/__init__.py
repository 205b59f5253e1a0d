"""What is said in sentences beside a list: of its people, of others, of how many, or else."""
