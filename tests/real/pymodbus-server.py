"""A Modbus server by another hand: pymodbus 3.0, `rtu <port> <baud>` or `tcp <port>`.

Unit 1 is a meter with float32 input registers, unit 2 has one thing of each table. Any other unit is silent.
"""
import asyncio
import struct
import sys

from pymodbus.datastore import ModbusServerContext, ModbusSequentialDataBlock, ModbusSlaveContext
from pymodbus.server import StartAsyncSerialServer, StartAsyncTcpServer
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
context = ModbusServerContext(slaves={1: meter, 2: box}, single=False)


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
