"""Back-up and restore to any moment: the embedded database and the files, never the keys."""
