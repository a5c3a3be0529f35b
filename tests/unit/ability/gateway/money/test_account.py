"""An account never lets more through than it holds, whatever calls cost, and forgets nothing."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as some

from frontdesk.ability.gateway.money.account import Account
from frontdesk.ability.gateway.money.limits import Limit
from tests.spending import NOON

LIMIT = Limit("tenant", "day", 10_000, "spend.daily_limit")


@dataclass(slots=True)
class Window:
    """The database's side of one window and one process, as meet_spend does it."""

    most: int
    spent: int = 0
    lease: int = 0
    others: int = 0

    def meet(self, account: Account, need: int = 0) -> bool:
        settled = account.used
        asked = account.wish(need)
        sent = account.say()
        self.spent += settled
        self.lease = min(self.lease, sent)
        room = self.most - self.spent - self.lease - self.others
        fits = asked[0] <= room
        if fits and asked[0]:
            self.lease += max(asked[0], min(asked[1], room // 8))
        account.hear(sent, self.lease, (self.spent, self.lease + self.others, 0))
        return fits


CALLS = some.lists(
    some.tuples(some.integers(0, 4000), some.floats(0, 1), some.booleans(), some.booleans()),
    max_size=60,
)


@given(CALLS, some.integers(0, 9000))
def test_mixed_costs_never_pass_the_limit(
    calls: list[tuple[int, float, bool, bool]], others: int
) -> None:
    """Complaint 30: costs of every size, some settled late, some beats in between."""
    account, window = Account(LIMIT, NOON), Window(LIMIT.most, others=others)
    true_cost, flying = 0, list[tuple[int, int]]()
    for reserved, share, late, beat in calls:
        if account.free < reserved and not window.meet(account, reserved):
            assert window.spent + window.lease + others + reserved > LIMIT.most
        else:
            account.take(reserved)
            flying.append((reserved, int(reserved * share)))
        while flying and not late:
            held, cost = flying.pop()
            account.settle(held, cost)
            true_cost += cost
        if beat:
            account.give_back(current=True)
            window.meet(account)
        assert true_cost + sum(held for held, _ in flying) + others <= LIMIT.most
        assert window.spent + window.lease + others <= LIMIT.most
    for held, cost in flying:
        account.settle(held, cost)
        true_cost += cost
    account.give_back(current=False)
    window.meet(account)
    assert (window.spent, window.lease) == (true_cost, 0)
    assert account.is_empty


def test_a_slice_shrinks_near_the_limit() -> None:
    account, window = Account(LIMIT, NOON), Window(LIMIT.most)
    slices = []
    while window.meet(account, 100):
        slices.append(account.free)
        while account.free >= 100:
            account.take(100)
            account.settle(100, 100)
    assert slices[0] == LIMIT.most // 8
    assert max(slices[-4:]) < 200
    assert window.spent == LIMIT.most


def test_the_near_limit_leaves_nothing_idle() -> None:
    account, window = Account(LIMIT, NOON), Window(LIMIT.most, others=8000)
    window.meet(account, 300)
    account.take(300)
    account.settle(300, 0)
    account.give_back(current=True)
    window.meet(account)
    assert window.lease == 0


def test_a_lost_lease_is_no_longer_used() -> None:
    account, window = Account(LIMIT, NOON), Window(LIMIT.most)
    window.meet(account, 100)
    account.take(100)
    window.lease = 0  # others took this process for dead
    window.meet(account)
    assert account.free == -100
    assert account.wish(100)[0] == 200
    account.settle(100, 40)
    assert window.meet(account, 100)
    account.take(100)
    assert window.spent == 40
