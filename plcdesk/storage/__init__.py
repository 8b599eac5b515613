"""The database of a programme: the only room that knows SQLAlchemy and SQL."""
