"""Screening: what a complaint is, whose it is, what in it may hurt, and what tells of the same.

Text in, suggestion out. Nothing here decides, stores or sends, and nothing knows a framework.
"""
