def addressee(user: dict) -> str:
    """The first line of an invoice; *user* is identity's answer to GET /users/{id}."""
    return user["name"]
