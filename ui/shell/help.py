"""The help of each page (F1): a few numbered sentences. What stands between ** is a label as it is on screen."""

from __future__ import annotations

from plcdesk.domain.fields import mark

HELP: dict[str, tuple[str, ...]] = {
    "home": (
        mark("The cards on top show what comes next; press the button of a card to begin."),
        mark("The tiles below show counts so far; press one to see the records behind it."),
        mark("**Search** finds a page, a person or a meeting; three letters are enough."),
        mark("Nothing needs saving: the line below says when everything was saved last."),
    ),
    "meetings": (
        mark("Press **Record a meeting**: date, place and members are already filled in."),
        mark("Press **Mark all present**, then change the few who were not: choose the row and press their letter."),
        mark("Write what was discussed under **Minutes**, what was decided under **Decisions**."),
        mark("Under **Follow-up** write what is to be done, choose who does it, press Enter for the next one."),
        mark("Press **Finish**. You can still change everything afterwards."),
        mark("Press **Print** for the minutes, the attendance list or the invitation."),
    ),
    "observations": (
        mark("Press **Start an observation**, choose what is observed, then **Start**; the time begins to run."),
        mark("Press the digit of a level, or 0 when it was not observed; Page Down leads to the next item."),
        mark("F8 leads to **Evidence note**. Enter keeps the note with the minute and the item in view."),
        mark("In a lesson count the pupils every three minutes under **Engagement sweeps**: Space adds one."),
        mark("Press **Finish**. Items without a level stay blank; nothing is filled in for you."),
        mark("An observation is private until you press **Share…**; it says first who will see it."),
    ),
    "coaching": (
        mark("Choose a teacher on the left and press **Start a cycle**; the last commitment stands on top."),
        mark("Fill in the three parts in any order. Enter the day on which each part took place."),
        mark("What you write stays on this computer. The school sees only that the cycle took place."),
        mark("Agree on a next commitment and a follow-up date: the next cycle opens with it."),
        mark("Under **Visits** plan visits every two weeks and mark those that are done."),
    ),
    "modules": (
        mark("Press **Add a module**; its first version and its first round are made with it."),
        mark("Under **Rounds** walk through Plan, Do, Check and Act; the steps can be filled in any order."),
        mark("Under **Versions** attach the files of each version and write down what changed."),
        mark("Under **Reviews** choose who reviews and with what; the keys 1 to 4 give the level, F8 leads to the evidence."),
        mark("**Use it** makes the module final when a completeness review misses nothing of the minimum."),
        mark("**Story** shows on one page what the module set out to do and what changed for the students."),
    ),
    "questionnaires": (
        mark("Press **Prepare a questionnaire…** once for each school; then take the paper sheets at hand."),
        mark("Press **Fill in sheets** and type the answers: each digit answers an item and goes on to the next."),
        mark("Press 0 if the paper has no answer, Up or Backspace to go back, Enter on the last item for the next sheet."),
        mark("Name the respondent by three letters or a code, or leave it empty: anonymous. Results show no names."),
        mark("**Enter 10% again to check** asks for some sheets once more; where both differ, the paper decides."),
        mark("**Results** shows counts, percent and n, and compares start and end of the same people."),
    ),
    "notes": (
        mark("Each tab has its own list; the button in the header adds what belongs on the open tab."),
        mark("**Reflection journals**: choose the month and the teacher, then write, or copy from paper with digits."),
        mark("**Interviews and FGD**: without consent nothing begins. Mark words in an answer to take them as a quote."),
        mark("**WhatsApp chats**: press 1 to 4 for each message. The messages are stored nowhere, only their counts."),
        mark("Interviews and quotes stay on this computer until you press **Share…**."),
        mark("**Obstacles and recommendations**: say what stands in the way, and who should do what about it."),
    ),
    "people": (
        mark("Press **Add a person**, or paste a whole list of names at once."),
        mark("Choose a person on the left to see and change the details on the right."),
        mark("Under **Groups** say who belongs to which learning group, and when it meets."),
        mark("A person who leaves is not deleted: enter the day, and the old meetings stay as they were."),
        mark("When somebody may be there twice, a button beside the tabs leads to both: compare them and make them one."),
    ),
    "exchange": (
        mark("Plug in the USB stick, open **Send**, choose for whom and press **Send now**. "
             "Only the laptop you choose can open it."),
        mark("Wait until the window says that you can unplug it; only then is everything checked."),
        mark("To receive, open **Receive** and choose the bundle. You see what it brings before anything changes."),
        mark("Press **Merge data**. A laptop not met before shows six words: its owner finds the same under **Colleagues**."),
        mark("Where two computers differ, both entries are kept until you choose one under **Differing entries**."),
        mark("Everything received can be undone under **Exchange log**."),
    ),
    "settings": (
        mark("Text size, theme and language change at once."),
        mark("Under **Programme** stand the name, the schools and the stages; they appear on every print."),
        mark("Under **Backups** you can go back to an earlier day; the present state is kept first."),
        mark("Copy a backup to a USB stick now and then, and keep the USB stick in another place."),
        mark("**Computers** shows the six words of every laptop, and who accepts a laptop or cuts it off."),
        mark("**Handover** saves everything for a new laptop; this computer can then become an archive."),
    ),
    "first_run": (
        mark("The first facilitator starts a new programme; everybody else joins it from a USB stick."),
        mark("With a backup you continue on a new laptop where the old one stopped."),
        mark("The sample can be tried freely; it never mixes with your own data."),
    ),
}
