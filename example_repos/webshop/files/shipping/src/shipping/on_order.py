def to_pack(event):
    """Tell whether to pack an order; *event* is shop.orders.Order."""
    return event["status_text"] == "paid"
