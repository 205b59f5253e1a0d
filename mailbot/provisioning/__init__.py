"""In: the granted rows of a case. Out: mailboxes made and passwords set, one effect for each row.

`plan` decides what is done, `address` how mailboxes are called, `credential` how a password is made
and handed over; `provision` does it through a mail host.
"""
