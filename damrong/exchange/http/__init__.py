"""The doors that partners call."""
