"""Files to keep, not to show."""

from django.http import HttpResponse

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(content: bytes, name: str) -> HttpResponse:
    """A file under its name; `.pdf`, else a sheet."""
    answer = HttpResponse(content, content_type=PDF if name.endswith(".pdf") else XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
