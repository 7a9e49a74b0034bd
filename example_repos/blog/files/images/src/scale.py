FORMATS = ("jpeg", "png")


def size(width: int, height: int, wanted: int) -> tuple[int, int]:
    """Scale to the *wanted* width."""
    return wanted, round(height * wanted / width)
