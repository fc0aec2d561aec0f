"""What becomes of search as a pile grows past one machine: a simulation with generated vectors, and slopes."""
