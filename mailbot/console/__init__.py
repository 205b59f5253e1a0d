"""The web pages staff use: requests of a browser come in, pages and officers' decisions go out.

`app` lists every way in with the roles that may take it; READ FIRST.
"""
