"""Fakes of the outside systems; the same contract tests run against them and the real ones."""
