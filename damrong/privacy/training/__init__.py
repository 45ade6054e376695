"""How the name model is made: invented complaints, ThaiNER's sentences, and the fitting."""
