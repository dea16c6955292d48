"""The version of the program, as files that leave the house name it."""

VERSION = "0.1.0"
