"""Row 9: an update is downloaded on a dying signal and one file fails. The old version still starts offline."""

from __future__ import annotations

from pathlib import Path

from tests.faults.line import Line
from tests.faults.proxy import EVERYTHING
from tests.faults.tree import changed_tree
from tests.faults.ways import drop_request, refused
from tests.support.browsers import until

TITLE = "· Fieldlog`"


def test_the_old_version_stays_until_the_new_one_is_whole(own_line: Line, tmp_path: Path) -> None:
    phone = own_line.handset()
    phone.until_sent()
    phone.until_kept_for_offline()
    server = own_line.world.server
    server.stop()
    server.cwd = changed_tree(tmp_path / "v2", "static/js/ui/router.js", TITLE, "· Fieldlog Two`")
    server.start()

    plan = own_line.proxy.fault(refused(503), "rest.js")
    phone.page.reload()
    own_line.proxy.until(lambda: plan.over > 0)
    until(phone.page, "navigator.serviceWorker.getRegistration().then((found) => !found.installing && !found.waiting)")
    phone.page.close()
    own_line.proxy.fault(drop_request, EVERYTHING)
    cold = phone.tab()
    own_line.handsets = [cold]
    cold.open()
    assert cold.page.title().endswith("· Fieldlog")
    cold.open_ride()
    cold.log("with the old version, offline")
    own_line.keep()

    own_line.proxy.clear()
    cold.page.reload()
    until(cold.page, "navigator.serviceWorker.getRegistration().then((found) => !!found.waiting)", seconds=20)
    cold.page.goto("about:blank")  # the last page of the old version is closed
    until(cold.page, "true")
    cold.open()
    assert cold.page.title().endswith("· Fieldlog Two")
    own_line.settle()
