"""The page of the questionnaires."""
