"""Every record of a sample programme in order of the days it was saved; pure, the same on every computer."""

from __future__ import annotations

from plcdesk.services import sample_tebo, sample_tebo_forms, sample_tebo_people
from plcdesk.services.sample_coaching import coaching_batches
from plcdesk.services.sample_data import Batch, in_order
from plcdesk.services.sample_gatherings import gathering_batches, photo_batches, photo_files
from plcdesk.services.sample_journals import journal_batches
from plcdesk.services.sample_lessons import lesson_batches
from plcdesk.services.sample_meetings import weekly_batches
from plcdesk.services.sample_modules import module_batches, module_files, stories
from plcdesk.services.sample_notes import chat_batches, note_batches, partner_batches
from plcdesk.services.sample_people import people_batches, schools
from plcdesk.services.sample_reviews import review_batches
from plcdesk.services.sample_rubrics import rubric_batches
from plcdesk.services.sample_surveys import needs_batches, survey_batches
from plcdesk.services.sample_training import forum_batches, training_batches

TEACHERS, WEEKS = 10, 16


def full_batches() -> list[Batch]:
    """The programme of the domain handbook 8.1 and 8.2: four schools, forty teachers, sixty meetings held."""
    batches = [*people_batches(4, TEACHERS, WEEKS), *gathering_batches(), *photo_batches(),
               *needs_batches(schools(4), TEACHERS), *training_batches(), *forum_batches(),
               *note_batches(schools(4), WEEKS), *partner_batches([school["code"] for school in schools(4)])]
    for place, school in enumerate(schools(4)):
        batches += weekly_batches(school, place, TEACHERS, WEEKS)
        batches += coaching_batches(school, place)
        batches += lesson_batches(school, place)
        batches += rubric_batches(school, place, TEACHERS, WEEKS)
        batches += journal_batches(school, place, TEACHERS, WEEKS)
        batches += survey_batches(school, place, TEACHERS)
        batches += chat_batches(school)
        for story in stories(school, place):
            batches += [*module_batches(story), *review_batches(story)]
    return in_order(batches)


def full_files() -> list[bytes]:
    """The photos and the files of the modules."""
    return [*photo_files(), *(data for place, school in enumerate(schools(4))
                              for data in module_files(stories(school, place)))]


def tebo_batches() -> list[Batch]:
    """One school, twenty-five teachers in five subject groups, February to April 2025."""
    return in_order([
        *sample_tebo_people.people_batches(), *sample_tebo.meeting_batches(), *sample_tebo_forms.module_batches(),
        *sample_tebo_forms.evaluation_batches(), *sample_tebo_forms.forum_batches(),
    ])
