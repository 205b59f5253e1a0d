"""Mail hosts mailboxes are made at: in, an account and a password; out, a HostAnswer.

Every host has `look_up`, `create`, `set_password`, `has_password` and `suspend`; each may be
called again after a crash.
"""
