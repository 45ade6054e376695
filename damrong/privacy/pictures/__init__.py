"""Personal data in pictures and documents: read them, find what shows somebody, draw them anew."""
