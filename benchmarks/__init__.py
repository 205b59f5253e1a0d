"""What is measured and how; run with `python -m benchmarks.<room>`."""
