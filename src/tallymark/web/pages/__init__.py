"""The pages, one module each: a router whose functions parse a request, call a room, and fill a template."""
