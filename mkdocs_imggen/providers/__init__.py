"""Providers turn a request into bytes; each module here is imported only when it is needed."""
