"""The interface in German and English: which language a page is in, and what every template can call."""

import gettext
from functools import cache
from typing import Any

from flask import Flask, g, request, session

from app import clock
from app.extensions import csp_nonce
from app.formatting import FILTERS
from app.locales import INTERFACE_LANGUAGES
from config import ROOT
