"""Legal forms of companies as registers of several states write them: what a name may gain or lose without being another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from licensing.policy.assessment.screening.folding import fold_word

_LIMITED: Final = (
    "llc; l l c; limited liability company; limited liability partnership; company with limited liability; llp; ltd;",
    "limited; ltd co; co ltd; co limited; company limited; company ltd; pte ltd; pvt ltd; private limited; private limited",
    "company; ooo; o o o; obshchestvo s ogranichennoi otvetstvennostyu; tov; t o v; tovarystvo z obmezhenoiu",
    "vidpovidalnistiu; too; gmbh; gmbh co kg; sarl; s a r l; srl; s r l; s r o; sro; sp z o o; spolka z o o; bv; b v; ltda;",
    "lda; doo; d o o; eood; ood; kft; uab; sia; ou; oy; ab; as; aps; mmc; mchj; fzc; fze; fzco; fz llc; dmcc; wll; w l l;",
    "sdn bhd; eirl; s de r l; unipersonal",
)
_STOCK: Final = (
    "jsc; j s c; joint stock company; open joint stock company; closed joint stock company; public joint stock company;",
    "ojsc; cjsc; pjsc; njsc; private joint stock company; plc; public limited company; ao; a o; oao; zao; pao; nao;",
    "aktsionerne tovarystvo; aktsionernoe obshchestvo; otkrytoe aktsionernoe obshchestvo; zakrytoe aktsionernoe",
    "obshchestvo; at; pat; prat; vat; zat; publichnoe aktsionernoe obshchestvo; publichne aktsionerne tovarystvo; pryvatne",
    "aktsionerne tovarystvo; sa; s a; sae; saa; s a e; spa; s p a; ag; nv; n v; inc; incorporated; corp; corporation; sa de",
    "cv; s a de c v; asa; oyj; a s; psc; kg; co kg; s a de k v; sa de kv; s a s; sas; sal",
)
_COMPANY: Final = ("co; company; and co; cie; cia; y cia; kompaniya; kompaniia; compania; compagnie",)
_STATE: Final = (
    "fgup; gup; federal state unitary enterprise; federalnoe gosudarstvennoe unitarnoe predpriyatie; state enterprise; dp;",
    "derzhavne pidpryiemstvo; state owned enterprise",
)
_BY_KIND: Final = {"limited": _LIMITED, "stock": _STOCK, "company": _COMPANY, "state": _STATE}
_FORMS: Final = {
    tuple(fold_word(word) for word in form.split()): kind
    for kind, lines in _BY_KIND.items()
    for form in " ".join(lines).split(";")
    if form.strip()
}
_LONGEST: Final = max(map(len, _FORMS))
# The words of the long forms, which carry little of a name also where one of them is misspelt or they stand in another order.
WORDS_OF_FORMS: Final = frozenset(word for form in _FORMS for word in form if len(word) > 3)


def find_forms(sounds: Sequence[str]) -> tuple[list[int], set[str]]:
    """Where the words stand that are of no legal form, and the kinds of the forms found; a name of forms alone keeps all."""
    kept, kinds, at = [], set(), 0
    while at < len(sounds):
        length = _measure_form(sounds, at)
        if length:
            kinds.add(_FORMS[tuple(sounds[at : at + length])])
        else:
            kept.append(at)
        at += length or 1
    return (kept, kinds) if kept else (list(range(len(sounds))), set())


def _measure_form(sounds: Sequence[str], at: int) -> int:
    """How many words of a legal form stand here, the longest first; 0 where none does."""
    lengths = range(min(_LONGEST, len(sounds) - at), 0, -1)
    return next((length for length in lengths if tuple(sounds[at : at + length]) in _FORMS), 0)
