"""Programs that measure speed. Each prints its own figures and the machine's cores."""
