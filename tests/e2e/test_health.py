import httpx


def test_the_process_is_alive(client: httpx.Client) -> None:
    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_ready_names_each_part_and_what_it_has_loaded(client: httpx.Client) -> None:
    body = client.get("/readyz").json()

    assert body["ready"] is True
    assert {name: part["ready"] for name, part in body["parts"].items()} == {
        "engine": True,
        "index": True,
        "database": True,
    }
    assert body["parts"]["engine"]["info"]["model"].endswith(".tar.gz")
    assert body["parts"]["index"]["info"]["procedures"] > 100
    assert body["parts"]["database"]["info"] == {"dialect": "sqlite"}
