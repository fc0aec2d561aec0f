"""Reads who says what: the verbs of speech, their subjects, and how far what is said reaches; without a parser."""
