"""What is said of an uploaded file: why it was refused and what to do then, and what was removed from it.

The child process names codes only (app.files.worker); here they become sentences.
"""

from app.errors import N_, Text

MOST_BYTES = 25 * 1000 * 1000
MOST_PAGES = 100
MOST_MEGAPIXELS = 40
MOST_UNPACKED = 200 * 1000 * 1000

PRINT_ANEW = N_("Open it, print it to a PDF file anew, then upload that.")

REFUSALS = {
    "empty": N_("The file is empty. Choose another one."),
    "too_large": N_("The file is larger than {megabytes} MB. Save it with smaller pictures, or in several parts."),
    "not_pdf": N_("This is not a PDF file, whatever its name ends with. {print_anew}"),
    "mixed": N_("There is something before or behind the PDF document in this file. {print_anew}"),
    "encrypted": N_("The file is encrypted or protected. Ask its author for one without protection."),
    "broken": N_("The file is damaged or incomplete. Fetch it again; if it opens on your screen, print it anew."),
    "no_pages": N_("The file has no pages. Choose another one."),
    "too_many_pages": N_("The file has more than {pages} pages. Upload it in several parts."),
    "page_size": N_("A page is much larger or smaller than paper is. Print it to a PDF file in A4, then upload that."),
    "picture": N_("A picture has more than {megapixels} megapixels. Save it with smaller pictures, then upload that."),
    "too_much": N_("Unpacked, the file is far larger than a leaflet is. {print_anew}"),
    "too_long": N_("The file takes too long to open: visitors could not read it on their phones. {print_anew}"),
    "crashed": N_("The file cannot be opened safely. {print_anew}"),
    "collection": N_("This is a folder of files (PDF portfolio). Save the documents in it and upload those."),
    "xfa": N_("Only Adobe's own program can show this form. Open it there, print it to a PDF file, then upload that."),
    "busy": N_("Several files are being checked at the moment. Try again in half a minute."),
    "no_room": N_("The server has no room for the file. Please tell the administrator."),
    "unfinished": N_("The file did not arrive whole. Try again."),
    "gone": N_("The file was uploaded more than a day ago and not saved. Please choose it once more."),
}
NOTES = {
    "script": N_("Programs in the file (JavaScript) were removed."),
    "action": N_("Commands were removed, such as those that open programs or other files, or send forms."),
    "embedded": N_("Attached files were removed."),
    "media": N_("Sound, film and 3D were removed."),
    "form": N_("Form fields became part of the page: they can be filled in on paper only."),
    "links": N_("Links were removed that lead neither to the web nor to an e-mail address or telephone."),
    "annotation": N_("Remarks and stamps became part of the page."),
}
_VALUES = {
    "megabytes": MOST_BYTES // 1_000_000,
    "pages": MOST_PAGES,
    "megapixels": MOST_MEGAPIXELS,
}


def refusal(code: str) -> Text:
    """Why a file is refused, and what to do; codes that are not known are those of a crash."""
    return Text(REFUSALS.get(code, REFUSALS["crashed"]), **_VALUES, print_anew=Text(PRINT_ANEW))
