"""Sandbox agencies: simulators of partners that speak the real protocol over HTTP.

A process of its own that knows no Django. No agency's real system is imitated; what they answer
is invented by ``script``.
"""
