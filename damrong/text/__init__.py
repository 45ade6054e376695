"""Thai text: digits, dates, tokens, and a normalised view that maps back to what was typed."""
