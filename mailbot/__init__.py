"""mailbot: from a signed letter in the inbox to working mailboxes and a signed reply.

Read `journey.py` first: it names the step that leaves each state of a case.
"""

__version__ = "0.1.0"
