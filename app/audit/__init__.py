"""The log of staff actions: who changed what, when, before and after, in a chain that shows tampering."""
