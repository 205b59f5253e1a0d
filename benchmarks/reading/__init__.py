"""What reading a list costs: CPU a page and peak memory, by reader."""
