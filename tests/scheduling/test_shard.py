"""Which connection hears of which server."""

import pytest

from bot.ids import ServerId
from bot.scheduling.shard import WHOLE, Shard


def test_each_server_is_heard_of_by_one_of_them() -> None:
    servers = [ServerId((milliseconds << 22) + 7) for milliseconds in range(100)]
    shards = [Shard(number, 4) for number in range(4)]

    hearing = [[shard.number for shard in shards if shard.hears_of(server_id)] for server_id in servers]

    assert hearing == [[milliseconds % 4] for milliseconds in range(100)]
    assert all(WHOLE.hears_of(server_id) for server_id in servers)


@pytest.mark.parametrize(("number", "count"), [(4, 4), (-1, 4), (0, 0)])
def test_there_is_none_beyond_the_last(number: int, count: int) -> None:
    with pytest.raises(ValueError, match="there is no"):
        Shard(number, count)
