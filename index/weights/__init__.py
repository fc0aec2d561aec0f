"""The graph of the embedding model, and how it is drawn; the weights come with a package (`index/models.py`)."""
