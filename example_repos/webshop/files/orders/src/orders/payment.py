def pay(session, order):
    """POST /payments of the payments service."""
    return session.post("/payments", json={"id": order.id, "amount": order.total_cents})
