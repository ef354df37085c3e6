"""A Modbus server by another hand: pymodbus 3.0, `rtu <port> <baud>` or `tcp <port>`.

Unit 1 is a meter with float32 input registers, unit 2 has one thing of each table. Unit 4 gives an exception where its
registers have a hole, 20 to 29; unit 5 answers each fourth request after 0.45 s, which is later than the test waits. Any other unit, among them 3, is silent.
"""
import asyncio
import itertools
import struct
import sys

from pymodbus.datastore import ModbusServerContext, ModbusSequentialDataBlock, ModbusSlaveContext
from pymodbus.server import StartAsyncSerialServer, StartAsyncTcpServer
from pymodbus.server.async_io import ModbusBaseRequestHandler
from pymodbus.transaction import ModbusRtuFramer, ModbusSocketFramer


def floats(*values):
    return [word for value in values for word in struct.unpack(">HH", struct.pack(">f", value))]


def block(words):
    return ModbusSequentialDataBlock(0, words)


meter = ModbusSlaveContext(ir=block(floats(230.5, 231.25, 0.1, -1280, float("nan"))), zero_mode=True)
box = ModbusSlaveContext(
    co=block([1, 0, 1, 1, 0, 0, 0, 0, 1, 0]),
    di=block([0, 1]),
    hr=block([0xFF9C, 0xFFFF, 0x0020, 0x0000, 0x0000, 0x0001, 0xFFFF, 0xC123]),
    zero_mode=True,
)


class Holed(ModbusSlaveContext):
    def validate(self, fc_as_hex, address, count=1):
        return address + count <= 40 and not (address < 30 and address + count > 20)


def formula(address):
    return (address * 257 + 11) & 0xFFFF


# A late unit does not keep the others from answering: only its own frame goes out late, in between theirs.
send = ModbusBaseRequestHandler.send
answers_of_late = itertools.count(1)


def send_late(self, message, *addr, **kwargs):
    if message.unit_id == 5 and next(answers_of_late) % 4 == 0:
        asyncio.get_running_loop().call_later(0.45, lambda: send(self, message, *addr, **kwargs))
    else:
        send(self, message, *addr, **kwargs)


ModbusBaseRequestHandler.send = send_late

holed = Holed(hr=block([1000 + i for i in range(40)]), zero_mode=True)
late = ModbusSlaveContext(hr=block([formula(address) for address in range(60)]), zero_mode=True)
context = ModbusServerContext(slaves={1: meter, 2: box, 4: holed, 5: late}, single=False)


async def main(mode, place, baud="9600"):
    asyncio.get_running_loop().call_later(0.2, lambda: print("ready", flush=True))
    if mode == "rtu":
        await StartAsyncSerialServer(
            context, framer=ModbusRtuFramer, port=place, baudrate=int(baud), ignore_missing_slaves=True
        )
    else:
        await StartAsyncTcpServer(
            context, framer=ModbusSocketFramer, address=("127.0.0.1", int(place)), ignore_missing_slaves=True
        )


asyncio.run(main(*sys.argv[1:]))
