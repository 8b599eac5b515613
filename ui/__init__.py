"""The window: pages, widgets, look. Knows the services and the words of the domain, nothing below them."""
