"""Liquibase's change logs, in XML, YAML and JSON."""
