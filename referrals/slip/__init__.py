"""The Wegweiser slip: a referral as one printed page, in German for the office and in the visitor's language.

``statements.build`` makes plain values, ``render.render`` makes the PDF of them, ``service`` fetches the facts.
"""

from referrals.slip.statements import build
from referrals.slip.values import Destination, Slip, SlipRequest

__all__ = ["Destination", "Slip", "SlipRequest", "build"]
