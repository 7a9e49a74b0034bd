def receipt(entry: dict) -> str:
    """The text of a receipt; *entry* is ledger's answer to GET /entries/{id}."""
    return f"We have booked {entry['amount']:.2f}."
