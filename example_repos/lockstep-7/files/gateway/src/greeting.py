def greeting(user: dict) -> str:
    """What the header of every page says; *user* is identity's answer to GET /users/{id}."""
    return f"Hello {user['name']}"
