"""What a save is and how saves merge: pure functions that know no database and no file."""
