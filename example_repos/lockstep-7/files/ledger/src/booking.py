def booked_by(user: dict) -> str:
    """Who booked an entry; *user* is identity's answer to GET /users/{id}."""
    return user["name"]
