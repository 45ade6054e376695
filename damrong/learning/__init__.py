"""Versions of the screening model: what they were made of, how well they read, which one reads now."""
