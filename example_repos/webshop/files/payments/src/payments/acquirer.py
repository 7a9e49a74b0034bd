TIMEOUT_SECONDS = 10


def authorise(session, payment):
    return session.post("/authorisations", json=payment, timeout=TIMEOUT_SECONDS)
