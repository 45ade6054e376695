"""What docs/protocol.md asks of a receiver, tried against an agency's own endpoint.

Plays the centre: signs with its key, sends matters that say that they are a test, and takes them
back at the end. Knows no framework.
"""
