"""The real servers of the tests: Dovecot and Postfix for mail, PostgreSQL beside SQLite.

Everything lives in a temporary directory, on free loopback ports, and is gone at the end.
"""
