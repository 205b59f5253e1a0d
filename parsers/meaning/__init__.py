"""What words ask for, and what may change, limit or put off what is asked."""
