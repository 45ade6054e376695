"""What the forms in a browser have in common: the citizen's and the officer's alike."""
