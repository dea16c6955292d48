"""Text as it is compared in searches: without case and accents, with single spaces."""

import unicodedata


def fold(text: str) -> str:
    """``Öffnungs­zeiten  Straße`` becomes ``offnungszeiten strasse``; scripts without case or accents stay.

    Soft hyphens and joiners go. Only marks of the Latin, Greek and Cyrillic scripts are dropped: in other scripts
    they are vowels.
    """
    apart = unicodedata.normalize("NFKD", text).casefold()
    kept = []
    bare = False
    for sign in apart:
        category = unicodedata.category(sign)
        if category == "Cf" or (category == "Mn" and bare):
            continue
        if category != "Mn":
            bare = sign < "\u0530"
        kept.append(sign)
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())
