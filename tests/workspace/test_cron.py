"""Lines of cron as recurrence rules."""

import pytest

from relplan.workspace.cron import rule_of_cron

AT_TEN = "BYHOUR=22;BYMINUTE=0"


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("0 22 * * 4", f"FREQ=WEEKLY;BYDAY=TH;{AT_TEN}"),
        ("0 22 * * thu", f"FREQ=WEEKLY;BYDAY=TH;{AT_TEN}"),
        ("0 22 * * MON-FRI", f"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;{AT_TEN}"),
        ("0 22 * * 5-7", f"FREQ=WEEKLY;BYDAY=FR,SA,SU;{AT_TEN}"),
        ("0 22 * * 0,7", f"FREQ=WEEKLY;BYDAY=SU;{AT_TEN}"),
        ("0 22 * * */3", f"FREQ=WEEKLY;BYDAY=SU,WE,SA;{AT_TEN}"),
        ("0 22 * * *", f"FREQ=DAILY;{AT_TEN}"),
        ("30 6,18 * * *", "FREQ=DAILY;BYHOUR=6,18;BYMINUTE=30"),
        ("0 8-18/5 * * 2", "FREQ=WEEKLY;BYDAY=TU;BYHOUR=8,13,18;BYMINUTE=0"),
        ("0 22 1,15 * *", f"FREQ=MONTHLY;BYMONTHDAY=1,15;{AT_TEN}"),
        ("0 22 */10 * *", f"FREQ=MONTHLY;BYMONTHDAY=1,11,21,31;{AT_TEN}"),
        ("0 22 1 jan,JUL *", f"FREQ=MONTHLY;BYMONTHDAY=1;BYMONTH=1,7;{AT_TEN}"),
        ("0 22 * 3-5 2", f"FREQ=WEEKLY;BYDAY=TU;BYMONTH=3,4,5;{AT_TEN}"),
        ("@weekly", "FREQ=WEEKLY;BYDAY=SU;BYHOUR=0;BYMINUTE=0"),
        ("@yearly", "FREQ=MONTHLY;BYMONTHDAY=1;BYMONTH=1;BYHOUR=0;BYMINUTE=0"),
    ],
)
def test_what_a_rule_can_say(line: str, rule: str) -> None:
    assert rule_of_cron(line) == rule


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("0 22 13 * 5", "two windows"),
        ("0 22 */2 * 1", "two windows"),
        ("*/5 * * * *", "more often"),
        ("* 22 * * 4", "more often"),
        ("@hourly", "five fields"),
        ("@reboot", "five fields"),
        ("0 0 22 * * 4", "five fields"),
        ("0 22 ? * 4", "not understood"),
        ("0 22 L * *", "not one of 1 to 31"),
        ("0 22 * * 5#2", "not understood"),
        ("0 24 * * *", "0 to 23"),
        ("0 22 * * fri-mon", "lower to a higher"),
        ("0 22 * * 1/0", "lower to a higher"),
        ("0 22 30 2 *", "never comes"),
        ("0 ٢ * * *", "0 to 23"),
        ("", "five fields"),
    ],
)
def test_what_none_can(line: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        rule_of_cron(line)
