"""The first minutes: a new programme, joining one, going on from a backup."""
