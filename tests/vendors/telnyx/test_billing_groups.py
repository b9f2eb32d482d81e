from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telnyx import ConflictError, NotFoundError, UnprocessableEntityError

from mock_server.state.store import open_store
from tests.vendors.telnyx.asking import START, Telnyx, fine, refusal
from tests.vendors.telnyx.groups import (
    KEY,
    NOBODYS,
    PAGE,
    first_ones,
    listed,
    made,
    missing,
    unfit,
)
from tests.vendors.telnyx.money_truth import dataset, opened


@pytest.fixture(scope="module")
def api() -> Iterator[Telnyx]:
    one = Telnyx()
    yield one
    one.close()


def test_a_group_is_told_as_it_was_made(telnyx: Telnyx) -> None:
    now = telnyx.now

    group = made(telnyx, "Northern shops")

    at = now.strftime("%Y-%m-%dT%H:%M:%S.345Z")
    assert group == {
        "record_type": "billing_group",
        "id": group["id"],
        "organization_id": listed(telnyx)[0]["organization_id"],
        "name": "Northern shops",
        "created_at": at,
        "updated_at": at,
        "deleted_at": None,
    }
    assert telnyx.data(f"/billing_groups/{group['id']}", KEY) == group
    assert telnyx.data(f"/billing_groups/{group['id'].upper()}", KEY) == group
    assert listed(telnyx)[-1] == group


def test_renaming_changes_the_name_and_when_it_was_last_changed(telnyx: Telnyx) -> None:
    group = made(telnyx, "Northern shops")
    telnyx.now = START + timedelta(days=2)

    renamed = fine(telnyx.patch(f"/billing_groups/{group['id']}", {"name": "Shops"}, KEY))["data"]

    assert renamed == group | {"name": "Shops", "updated_at": "2026-11-19T09:30:12.345Z"}
    assert telnyx.data(f"/billing_groups/{group['id']}", KEY) == renamed
    assert [one for one in listed(telnyx) if one["id"] == group["id"]] == [renamed]


def test_deleting_tells_the_group_once_more_and_then_it_is_gone(telnyx: Telnyx) -> None:
    group = made(telnyx, "Northern shops")
    before = [one for one in listed(telnyx) if one != group]
    telnyx.now = START + timedelta(days=2)

    deleted = fine(telnyx.delete(f"/billing_groups/{group['id']}", KEY))["data"]

    assert deleted == group | {"deleted_at": "2026-11-19T09:30:12.345Z"}
    assert listed(telnyx) == before
    for answer in (
        telnyx.get(f"/billing_groups/{group['id']}", KEY),
        telnyx.delete(f"/billing_groups/{group['id']}", KEY),
        telnyx.patch(f"/billing_groups/{group['id']}", {"name": "Shops"}, KEY),
    ):
        assert refusal(answer) == (404, [missing()])


def test_an_account_begins_with_one_group_for_each_of_its_connections(telnyx: Telnyx) -> None:
    account = dataset(telnyx).account(KEY)

    told = listed(telnyx)

    assert [(one["id"], one["name"]) for one in told] == [
        (one.id, one.name) for one in account.connections
    ]
    since = f"{opened(telnyx, KEY)}T00:00:00.000Z"
    assert {one["created_at"] for one in told} == {since}


def test_a_group_that_costs_belong_to_is_renamed_but_not_deleted(telnyx: Telnyx) -> None:
    [first, *others] = first_ones(telnyx)
    path = f"/billing_groups/{first['id']}"

    renamed = fine(telnyx.patch(path, {"name": "Head office"}, KEY))["data"]
    answer = telnyx.delete(path, KEY)

    in_use = {
        "code": 10021,
        "title": "Resource in use",
        "detail": "The resource is still in use.",
        "meta": {"url": f"{PAGE}10021"},
    }
    assert refusal(answer) == (409, [in_use])
    assert listed(telnyx) == [renamed, *others]
    assert renamed["created_at"] == first["created_at"]


def test_a_name_that_is_taken_makes_no_second_group(telnyx: Telnyx) -> None:
    made(telnyx, "Northern shops")
    duplicate = {
        "code": 10012,
        "title": "Duplicate resource",
        "detail": "Resource is a duplicate.",
        "meta": {"url": f"{PAGE}10012"},
    }

    for name in ("Northern shops", first_ones(telnyx)[0]["name"]):
        answer = telnyx.post("/billing_groups", {"name": name}, KEY)

        assert refusal(answer) == (409, [duplicate])


def test_a_group_cannot_be_given_another_ones_name_but_its_own(telnyx: Telnyx) -> None:
    one, other = made(telnyx, "Northern shops"), made(telnyx, "Southern shops")

    answer = telnyx.patch(f"/billing_groups/{one['id']}", {"name": other["name"]}, KEY)
    same = telnyx.patch(f"/billing_groups/{one['id']}", {"name": one["name"]}, KEY)

    assert refusal(answer) == (422, [unfit("The name is taken.")])
    assert same.status_code == 200


def test_a_name_is_free_again_when_its_group_is_deleted(telnyx: Telnyx) -> None:
    group = made(telnyx, "Northern shops")
    telnyx.delete(f"/billing_groups/{group['id']}", KEY)

    again = made(telnyx, "Northern shops")

    assert again["id"] != group["id"]


names = st.text(st.characters(codec="utf-8"), max_size=40)
steps = st.lists(
    st.tuples(st.sampled_from(("make", "rename", "delete")), st.integers(0, 5), names), max_size=12
)


@settings(max_examples=25, deadline=None)
@given(steps=steps)
def test_whatever_is_done_the_list_is_what_was_made_less_what_was_deleted(
    api: Telnyx,
    steps: list[tuple[str, int, str]],
) -> None:
    api.backings.store.reset("default")
    kept = {one["id"]: one["name"] for one in listed(api)}
    in_use = set(kept)
    for what, place, name in steps:
        group_id = [*kept][place % len(kept)]
        is_fit = bool(name.strip())
        if what == "make":
            answer = api.post("/billing_groups", {"name": name}, KEY)
            assert answer.status_code == (
                422 if not is_fit else 409 if name in kept.values() else 200
            )
            if answer.status_code == 200:
                kept[answer.json()["data"]["id"]] = name
        elif what == "rename":
            taken = {kept[one] for one in kept if one != group_id}
            answer = api.patch(f"/billing_groups/{group_id}", {"name": name}, KEY)
            assert answer.status_code == (200 if is_fit and name not in taken else 422)
            if answer.status_code == 200:
                kept[group_id] = name
        else:
            answer = api.delete(f"/billing_groups/{group_id}", KEY)
            assert answer.status_code == (409 if group_id in in_use else 200)
            if answer.status_code == 200:
                del kept[group_id]

    assert {one["id"]: one["name"] for one in listed(api)} == kept


def test_groups_are_remembered_by_the_store_and_not_by_the_server(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/mock.db"
    before = Telnyx(store=open_store(address))
    group = made(before, "Northern shops")
    before.close()
    before.backings.store.close()

    after = Telnyx(store=open_store(address))

    assert after.data(f"/billing_groups/{group['id']}", KEY) == group
    after.close()
    after.backings.store.close()


def test_permissively_groups_that_nobody_made_are_there_and_stay_there() -> None:
    api = Telnyx(lenient=True)
    path = f"/billing_groups/{NOBODYS}"

    answers = [
        api.get(path),
        api.patch(path, {}),
        api.delete(path),
        api.delete(path),
        api.post("/billing_groups", {}),
        api.post("/billing_groups", {"name": "string"}),
        api.post("/billing_groups", {"name": "string"}),
    ]
    api.close()

    for answer in answers:
        assert {"id", "record_type", "name", "organization_id"} <= fine(answer)["data"].keys()


def test_the_vendors_client_makes_reads_renames_lists_and_deletes(telnyx: Telnyx) -> None:
    with telnyx.client(KEY) as client:
        group = client.billing_groups.create(name="Northern shops").data
        assert group is not None
        assert group.id is not None
        read = client.billing_groups.retrieve(group.id).data
        renamed = client.billing_groups.update(group.id, name="Shops").data
        found = [one.id for one in client.billing_groups.list(page_size=2)]
        deleted = client.billing_groups.delete(group.id).data
        with pytest.raises(NotFoundError):
            client.billing_groups.retrieve(group.id)
        with pytest.raises(UnprocessableEntityError):
            client.billing_groups.create(name="")
        with pytest.raises(ConflictError):
            client.billing_groups.delete(str(found[0]))

    assert read == group
    assert renamed is not None
    assert renamed.name == "Shops"
    assert deleted is not None
    assert deleted.deleted_at is not None
    assert found[-1] == group.id


@pytest.mark.parametrize("media", ["text/plain", "application/x-www-form-urlencoded", "*/*"])
def test_a_body_is_read_as_json_whatever_its_content_type_says(telnyx: Telnyx, media: str) -> None:
    answer = telnyx.ask("POST", "/billing_groups", body={"name": media}, Content_Type=media)

    assert fine(answer)["data"]["name"] == media
