"""What every room's evaluation counts with."""
