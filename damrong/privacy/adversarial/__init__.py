"""Hard cases written by hand, every person in them invented, one phenomenon to a slice."""
