"""What the titles of events say, and what they only seem to say."""

import pytest

from relplan.sources.calendars.kinds import Kind, kind_of, says_cancelled

FREEZES = """
Christmas freeze
Deployment blackout (holidays)
Code freeze
code-freeze
CODE FREEZE Q4
Change moratorium
No deployments
No deployments!
No releases this week
Release embargo
Deployment-Stopp
Change stop
Frozen zone
Don't deploy
do not release
Deployments forbidden
Production freeze: payments
Änderungssperre
Release-Stopp Weihnachten
Keine Deployments
change_freeze
Black Friday blackout
Year-end change freeze
No prod deploys
Production lockdown
Main is frozen
No changes
No merges
Deployments are frozen
Code freeze except hotfixes
Deploy freeze
Freeze
Blackout window
Release freeze
Holiday blackout period
Moratorium on changes
no go-lives
Gel des mises en production
Deploymentstopp
Codefreeze
Release lock
Deployment ban
Year-end change freeze
End-of-year freeze
Don\u2019t deploy
No deployments during the freeze
Deployments suspended
Deployment freeze until further notice
Release embargo for Black Friday
Freeze: all services
Production is frozen
"""
WINDOWS = """
Thursday release
Release window
Release window (not frozen)
Deployment window
Maintenance window
Deploy
Go-live
Rollout EU
Donnerstags-Release
Releasefenster
Wartungsfenster
Release day
Deployment window (no freeze)
Change window
Weekly deploy slot
Release train 42
thursday: release
media-service deploy window
Stock API release
Payments go-live
"""
UNCLEAR = """
Freeze lifted
Press release
No-deploy policy review
Code freeze reminder
On Call - Jane Doe - Release team
end of code freeze
Frozen yoghurt party
antifreeze
Code freeze ends
Freeze ends
Freeze starts
After freeze deploy
Release before freeze
Hiring freeze
Budget freeze
Freezer maintenance
Release party
Release planning
Sprint review
Team lunch
Release retro
Alice on call
Unfreeze
Lifting the blackout
blackout over
Trading blackout period
Freeze exception review
Release window cancelled
Thaw
Press embargo
Code freeze planning meeting
Windows 11 rollout
Christmas Day
Release notes
Pre-freeze deploy
Deployments during freeze
last release before code freeze
Moratorium lifted
Deployment blackout has been lifted
Embargo lifts
End of moratorium
Ende Deployment-Stopp
brain freeze
Freeze is over
Blackout curtains
end of the annual change freeze
Freeze-Ende
Feature freeze
Post-freeze release
No freeze
Frozen
"""


@pytest.mark.parametrize(
    ("kind", "titles"),
    [(Kind.FREEZE, FREEZES), (Kind.WINDOW, WINDOWS), (Kind.UNCLEAR, UNCLEAR)],
)
def test_each_title_is_what_a_person_would_take_it_for(kind: Kind, titles: str) -> None:
    taken = {title: kind_of(title) for title in titles.strip().splitlines()}
    assert {title: found for title, found in taken.items() if found is not kind} == {}


def test_categories_speak_where_the_title_does_not_speak_against_them() -> None:
    assert kind_of("Holidays", "Change Freeze") is Kind.FREEZE
    assert kind_of("Thursday", "Release") is Kind.WINDOW
    assert kind_of("Thursday release", "Blackout") is Kind.FREEZE
    assert kind_of("Freeze lifted", "Freeze") is Kind.UNCLEAR
    assert kind_of("", "") is Kind.UNCLEAR


def test_a_cancelled_meeting_says_so_in_its_title() -> None:
    assert says_cancelled("Canceled: Thursday release")
    assert says_cancelled("Abgesagt: Release")
    assert not says_cancelled("Release of the cancelled: flag")
