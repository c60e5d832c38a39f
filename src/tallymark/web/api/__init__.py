"""The API, version 1, one module for each subject: routers with typed parameters, examples and coded errors."""
