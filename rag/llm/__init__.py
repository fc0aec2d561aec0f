"""Answers written by a language model of the user's choice, and held to the sources before anyone sees them."""
