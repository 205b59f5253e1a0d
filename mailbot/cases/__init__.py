"""The words everything else speaks: cases, findings, rows, agencies, deadlines.

Values and pure functions only: no clock, no network, no database, no log.
"""
