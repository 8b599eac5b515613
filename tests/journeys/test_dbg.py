import tests.journeys.test_observe_and_ask as t
from tests.journeys.test_observe_and_ask import *
from tests.journeys.conftest import *
def test_x(tmp_path, sit_down):
    hands = sit_down(tmp_path/"s"/"data")
    begin_a_programme(hands); add_ten_people(hands)
    hands.press("Pendampingan")
    hands.press("Mulai siklus")
    print(type(hands.top), hands.words(), hands.focus)
    hands.type("bam")
    print(hands.focus, hands.focus.text())
    hands.key(ENTER)
    print(hands.focus, hands.focus.text(), hands.top, hands.words())
    hands.press("Mulai siklus")
    print(hands.top, hands.words())
    assert 0
