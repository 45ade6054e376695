"""How long what belongs to a case is kept, what stops its erasure, and the erasure itself."""
