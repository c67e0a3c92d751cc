"""A trip in several wrong forms, and a right one."""

from __future__ import annotations

from steploom import Retry, TaskToken, activity, aws, saga, workflow


class Full(Exception):
    pass


class CardDeclined(Exception):
    pass


@activity(timeout=9, retry=Retry(Full, attempts=2))
def book_flight(trip: str) -> str:
    """Book.

    Raises:
        Full: No seat.
    """
    return f"flight of {trip}"


@activity(timeout=9)
def cancel_flight(trip: str) -> None:
    assert trip


@activity(timeout=9)
def book_hotel(trip: str) -> str:
    return f"hotel of {trip}"


@activity(timeout=9)
def cancel_hotel(booking: str) -> None:
    assert booking


@activity(timeout=9)
def charge(trip: str) -> str:
    if trip == "dear":
        raise CardDeclined(trip)
    return "paid"


@activity
def ask(token: TaskToken, trip: str) -> bool:
    return bool(token.value and trip)


@workflow
async def right(trip: str) -> str:
    try:
        async with saga() as undo:
            undo(cancel_flight, trip)
            await book_flight(trip)
            await charge(trip)
    except Exception as error:
        raise CardDeclined(str(error)) from error
    return trip


@workflow
async def forgets_hotel(trip: str) -> str:
    try:
        async with saga() as undo:
            undo(cancel_flight, trip)
            await book_flight(trip)
            await book_hotel(trip)
            await charge(trip)
    except Exception as error:
        raise CardDeclined(str(error)) from error
    return trip


@workflow
async def registers_late(trip: str) -> str:
    try:
        async with saga() as undo:
            hotel = await book_hotel(trip)
            undo(cancel_hotel, hotel)
            await charge(trip)
    except Exception as error:
        raise CardDeclined(str(error)) from error
    return trip


@workflow
async def swallows(trip: str) -> str:
    """The error is caught outside, and nothing was undone: only the saga itself knows that it failed."""
    try:
        async with saga():
            await book_hotel(trip)
            await charge(trip)
    except Exception:  # noqa: BLE001 - what is planted
        return "sorry"
    return trip


@workflow
async def reads(trip: str) -> str:
    try:
        async with saga():
            await aws.dynamodb.get_item(TableName="trips", Key={"pk": {"S": trip}})
            await charge(trip)
    except Exception as error:
        raise CardDeclined(str(error)) from error
    return trip


@workflow
async def waits(trip: str) -> bool:
    return await ask(trip)
