"""What must survive a crash: the database (SQLite or PostgreSQL) and the archive of raw mail.

Functions take the connection of the caller's transaction; values come back frozen. The case row
is the truth, a work row is a delivery slip written in the same transaction.
"""
