"""Sentences to questions that they answer, as an editor would ask them."""
