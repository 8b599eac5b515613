"""The page of the teaching material."""
