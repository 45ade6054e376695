"""My account: what a person who signed in keeps in order for themselves."""
