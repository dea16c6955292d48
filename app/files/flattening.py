"""What lies on a page, such as the fields of a form, becomes part of the page as it looks on the screen; links stay."""

from pikepdf import Array, Dictionary, Name, Object, Pdf

from app.files.noticing import noticed, of_annotation


def flatten(pdf: Pdf) -> set[str]:
    """Notes of what was no link."""
    notes: set[str] = set()
    links: list[list[Object]] = []
    for page in pdf.pages:
        found = page.obj.get("/Annots")
        laid = [one for one in found if isinstance(one, Dictionary)] if isinstance(found, Array) else []
        links.append([one for one in laid if one.get("/Subtype") == Name.Link])
        for one in laid:
            notes |= of_annotation(one)
        if not laid and found is not None:
            del page.obj["/Annots"]
    form = pdf.Root.get("/AcroForm")
    notes |= noticed("/AcroForm", form)
    if isinstance(form, Dictionary) and bool(form.get("/NeedAppearances", False)):
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("screen")
    for page, kept in zip(pdf.pages, links, strict=True):
        if kept:
            page.obj["/Annots"] = Array(kept)
        elif "/Annots" in page.obj:
            del page.obj["/Annots"]
    return notes
