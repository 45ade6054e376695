"""The demonstration: invented people and cases in an otherwise ordinary installation."""
