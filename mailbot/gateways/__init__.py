"""One outside system each: calls come in as values, answers and mailbot's own errors go out.

No gateway knows a case or decides anything.
"""
