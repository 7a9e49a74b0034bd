def line(entry: dict) -> str:
    """One line of the audit trail; *entry* is ledger's answer to GET /entries/{id}."""
    return f"{entry['id']} {entry['amount']:.2f}"
