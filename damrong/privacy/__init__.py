"""Personal data in Thai complaints: finding it, saying whose it is, hiding it, checking again."""
