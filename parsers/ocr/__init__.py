"""Pictures of pages in, a reading out: what a scanner or a telephone made of a list.

Whatever comes from here is a proposal. Every page carries the flag SCAN, so that nothing is done
on it without a person.
"""
