"""The web room: in come requests of a browser or a program; out come pages and JSON made by the rooms before it, on one machine."""
