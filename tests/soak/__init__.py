"""The long form of the crash tests: `make soak` (ARGS: see `--help`)."""
