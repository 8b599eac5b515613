"""Papers made by services are compared with expected pages as those of the reports room are."""

from tests.reports.conftest import same_as_before

__all__ = ["same_as_before"]
