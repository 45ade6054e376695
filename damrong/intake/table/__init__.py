"""Rows out of the files that offices keep: CSV, Excel and JSON lines, read as a stream."""
