"""Readers of migrations: one module or package for each framework, and plug-ins for others."""
