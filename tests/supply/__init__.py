"""What the program is made of: bill of materials, licences and ages, written anew by ``python -m tests.supply``."""
