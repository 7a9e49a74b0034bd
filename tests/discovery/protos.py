""".proto files and code that speaks gRPC."""


def proto(package: str, service: str = "", more: str = "") -> str:
    """Return a .proto file with a service of one rpc, or just a message."""
    rpc = f"service {service} {{\n  rpc Get(Thing) returns (Thing);\n}}\n" if service else ""
    message = "message Thing {\n  int64 id = 1;\n}\n"
    return f'syntax = "proto3";\npackage {package};\n{more}\n{rpc}{message}'


def go_server(service: str) -> str:
    """Return Go code that serves *service*."""
    return f"package main\n\nfunc main() {{\n\tpb.Register{service}Server(server, it)\n}}\n"


def go_client(service: str) -> str:
    """Return Go code that calls *service*."""
    return f"package main\n\nvar client = pb.New{service}Client(connection)\n"
