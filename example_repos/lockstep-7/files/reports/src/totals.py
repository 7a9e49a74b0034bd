def total(entries: list[dict]) -> float:
    """Sum up *entries*, ledger's answers to GET /entries/{id}."""
    return sum(entry["amount"] for entry in entries)
