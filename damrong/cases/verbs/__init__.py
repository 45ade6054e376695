"""The verbs of a case, in the order of its life. Each is one transaction and one log event."""
