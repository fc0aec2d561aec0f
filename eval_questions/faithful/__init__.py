"""Measures whether planted faults are caught and faithful paraphrases let through, and fits what tells them apart."""
