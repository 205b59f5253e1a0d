"""Answers: decided facts come in, letters of Nghị định 30/2020/NĐ-CP form and mails go out.

`letter` holds what a letter says, `press` sets it as PDF, `document_number` numbers it, `mail`
wraps it in the mail that answers the request. A step composes, another delivers.
"""
