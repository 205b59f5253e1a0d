"""The decision's forms as files agencies fill in: settings and texts in, docx and xlsx bytes out.

Blank for `mailbot forms`, filled with what was read and marked where a supplement request asks for
corrections. What is filled in here, our own readers read without a flag.
"""
