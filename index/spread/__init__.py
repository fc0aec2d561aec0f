"""The steps of indexing that take long (reading, splitting, embedding), done here or spread over a Ray cluster."""
