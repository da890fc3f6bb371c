"""A simulated company with a custom-built CRM: the demo's data, and the tests' oracle by its planted truths."""
