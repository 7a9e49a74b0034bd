def key(word: str) -> str:
    """What a word is found by."""
    return word.casefold()
