"""What people ask about their own data, and what becomes of it (PDPA, sections 30 to 36)."""
