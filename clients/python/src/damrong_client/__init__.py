"""An agency's side of the complaint exchange: what docs/protocol.md says, ready to be called."""
