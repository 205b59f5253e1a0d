"""From raw mail to facts: who sent it, what it carries, whether it asks for anything.

In go the bytes of one mail, the registry and the evidence rules; out come frozen, picklable
values. Nothing here raises on hostile bytes: what is crooked becomes a reason or a fault.
"""
