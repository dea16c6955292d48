"""Write bill of materials, licences and ages anew after a change of the locks.

``python -m tests.supply INDEX NPM``: the addresses of the registries that pip and npm use on this machine.
"""

import sys

from app import clock
from tests.supply import bill, facts, report
from tests.supply.locks import packages

index, npm = sys.argv[1:]
found = packages()
facts.write(found, index=index, npm=npm)
known = facts.read()
bill.FILE.write_text(bill.text(found, known), encoding="utf-8")
report.FILE.write_text(report.text(found, known, clock.now().date()), encoding="utf-8")
