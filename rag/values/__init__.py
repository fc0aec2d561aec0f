"""What a text gives as a value: quantities with their units, and times."""
