def thank_you(event):
    """Tell whether to thank for an order; *event* is shop.orders.Order."""
    return event["status_text"] == "paid"
