"""The fixed question sets, and the scorer that runs them."""
