"""Damrong: the complaint exchange of Thailand's Ministry of Interior."""
