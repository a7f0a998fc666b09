"""Sentences of the start page with a number or a comparison that need no test, and why."""

CITED = ["was remembered better than an answer that was only read"]
