"""Files and texts of others become drafts; nothing is stored here."""
