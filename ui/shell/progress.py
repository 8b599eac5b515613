"""Shows the progress of work that takes longer than a second."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.runtime.context import Context
from ui.runtime.tasks import Task
from ui.widgets.progress_dialog import ProgressDialog


def show_progress_of(ctx: Context, space: QWidget) -> None:
    """Open a progress dialog above `space` for each slow piece of work of this context."""

    def show(task: Task) -> None:
        dialog = ProgressDialog(ctx.w, task.title or "", space.window())
        task.stepped.connect(dialog.report)
        task.ended.connect(dialog.finish)
        dialog.cancelled.connect(task.cancel)
        dialog.open()

    ctx.tasks.slow.connect(show)
