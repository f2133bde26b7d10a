"""Figures worded and read. In: facts and texts of one language. Out: HTML or plain text with its figures worded, and
the numbers that a text states. Imports source and facts."""
