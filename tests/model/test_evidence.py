"""Evidence sorts by its words; confidence by how sure it is."""

from itertools import permutations

from relplan.model.evidence import Confidence, Evidence, weakest


def test_evidence_sorts_by_rule_text_and_then_by_place() -> None:
    right = [
        Evidence("a-rule", "z"),
        Evidence("b-rule", "a", "orders", "c1", "api.yaml", 3),
        Evidence("b-rule", "a", "orders", "c1", "api.yaml", 12),
        Evidence("b-rule", "a", "orders", "c2", "api.yaml", 1),
        Evidence("b-rule", "a", "web"),
        Evidence("b-rule", "b"),
    ]
    shuffled = [right[place] for place in (3, 0, 5, 2, 4, 1)]
    assert sorted(shuffled) == right


def test_the_weakest_of_several_confidences() -> None:
    declared, detected, guessed = Confidence
    assert [one.rank for one in (declared, detected, guessed)] == [0, 1, 2]
    assert all(weakest(*order) is guessed for order in permutations(Confidence))
    assert weakest(detected, declared) is detected
    assert weakest(declared) is declared
