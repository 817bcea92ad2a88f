import httpx


def test_every_centre_is_listed(client: httpx.Client) -> None:
    found = client.get("/v1/centres").json()

    assert found["total"] == len(found["items"]) >= 1
    assert "trieu-son" in [centre["slug"] for centre in found["items"]]


def test_a_centre_is_open_on_a_monday_at_eight(client: httpx.Client) -> None:
    centre = client.get("/v1/centres/trieu-son").json()

    assert centre["name"] == "Trung tâm Phục vụ hành chính công xã Triệu Sơn"
    assert (centre["open_now"], centre["opens_at"]) == (True, None)
    assert centre["sample"] is True
    groups = {group["slug"] for group in centre["service_groups"]}
    assert groups == {slug for counter in centre["counters"] for slug in counter["service_groups"]}


def test_the_list_and_the_one_say_the_same(client: httpx.Client) -> None:
    items = client.get("/v1/centres").json()["items"]

    assert [client.get(f"/v1/centres/{item['slug']}").json() for item in items] == items


def test_an_unknown_centre_is_a_problem(client: httpx.Client) -> None:
    response = client.get("/v1/centres/khong-co")

    assert response.status_code == 404
    assert response.json()["type"] == "/problems/unknown-centre"
