"""The page of coaching: cycles of teachers, visits to schools."""
