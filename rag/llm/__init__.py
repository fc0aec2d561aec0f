"""Language models: which one is used, and how it is asked."""
