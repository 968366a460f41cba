"""A vendor's program with the client that a generator made of the schema: orders a number, answers a device, reads its state.

Usage: client.py DESK TOKEN NUMBER REQUEST-FILE
Prints the seven lines of the license code.
"""

import sys
from pathlib import Path

from countersign_desk_client import AuthenticatedClient
from countersign_desk_client.api.numbers import create_numbers, list_numbers, renew_number, show_number
from countersign_desk_client.api.requests import answer_request
from countersign_desk_client.models import AskedRequest, ListNumbersState, NewNumbers, Problem, Renewal


def main() -> None:
    desk, token, number, request_file = sys.argv[1:]
    client = AuthenticatedClient(base_url=desk, token=token)
    if not Path(request_file).exists():
        order = NewNumbers(numbers=[number], expiry="365d")
        created = create_numbers.sync(client=client, body=order, idempotency_key=f"order-{number}")
        assert created.new == 1 and created.numbers == [number], created
        again = create_numbers.sync(client=client, body=order, idempotency_key=f"order-{number}")
        assert again == created, "a repeated request gets the same reply"
        assert show_number.sync(number, client=client).state == "unused"
        return
    renewed = renew_number.sync(number, client=client, body=Renewal(expiry="2031-12-31", reason="order 8"))
    assert renewed.number.expiry == "2031-12-31", renewed
    answer = answer_request.sync(client=client, body=AskedRequest(request=Path(request_file).read_text()))
    assert answer.decision == "issued", answer
    state = show_number.sync(number, client=client)
    assert state.state == "bound" and state.expires == "2031-12-31", state
    listed = list_numbers.sync(client=client, state=ListNumbersState.BOUND)
    assert number in [row.number for row in listed.numbers], listed
    unknown = show_number.sync("AA09999999999", client=client)
    assert isinstance(unknown, Problem) and unknown.code == "NUMBER-UNKNOWN", unknown
    print("\n".join(answer.lines))


main()
