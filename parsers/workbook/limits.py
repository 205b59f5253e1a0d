"""How much of a sheet is read, by either reader; what lies beyond is flagged."""

MAX_ROWS = 3000
MAX_COLUMNS = 60
