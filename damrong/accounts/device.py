"""What a person calls the device they sign in on: browser and system, no more."""

# Looked for in this order, since browsers name their forebears too (Chrome says Safari, ...).
_BROWSERS = (
    ("Line/", "LINE"),
    ("Edg", "Edge"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> str:
    """``Chrome · Windows``; empty where neither is known. The header itself is not kept."""
    found = (
        next((name for sign, name in table if sign in user_agent), "")
        for table in (_BROWSERS, _SYSTEMS)
    )
    return " · ".join(filter(None, found))
