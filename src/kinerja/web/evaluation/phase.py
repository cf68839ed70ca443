"""The phase line after the signature: what the result waits for, and until when."""

from kinerja.evaluation.delivery import Delivery, deliver_by, last_days
from kinerja.evaluation.objection import Objection, decide_by
from kinerja.evaluation.review import Review
from kinerja.web.parts import Phase


def phase_of_result(review: Review) -> Phase:
    """ "Tahap: hasil Triwulan III 2026 menunggu tanda tangan pegawai, tutup 27 Oktober 2026"."""
    name = f"hasil {review.period}"
    if review.state == Review.State.SUPERSEDED:
        return Phase(f"{name} digantikan versi baru")
    objection = Objection.objects.filter(review=review).select_related("review__period").first()
    if objection is not None and not objection.is_decided:
        return Phase(f"keberatan atas {name} menunggu keputusan", decide_by(objection).last_day)
    delivery = Delivery.objects.filter(review=review).select_related("review__period").first()
    if delivery is None:
        return Phase(f"{name} menunggu diterima pegawai", deliver_by(review).last_day)
    if not delivery.answer:
        days = last_days(delivery)
        return Phase(f"{name} menunggu tanda tangan pegawai", days.answer.last_day)
    return Phase(f"{name} selesai")
