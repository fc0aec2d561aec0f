"""Holds a written sentence against the evidence that it cites."""
