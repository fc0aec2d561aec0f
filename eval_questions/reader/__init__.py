"""How the reader's weights in `rag/weights/` are made: examples, the network, its training, its export, its judge."""
