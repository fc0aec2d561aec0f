"""Answers written by a language model of the user's choice: which, how it is asked, and how it is held to sources."""
