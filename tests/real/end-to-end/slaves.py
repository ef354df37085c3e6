"""Three XY-MD02 transmitters on one line by another hand (pymodbus): units 1 and 2 answer, unit 3 is silent.

Each read of a temperature gives the next of 0.0, 0.1, 0.2 ... degrees, so that every poll can be told from every
other; the humidity is the same number, as percent, at the same time.
"""
import asyncio
import sys

from pymodbus.datastore import ModbusServerContext, ModbusSequentialDataBlock, ModbusSlaveContext
from pymodbus.server import StartAsyncSerialServer
from pymodbus.transaction import ModbusRtuFramer


class Counting(ModbusSequentialDataBlock):
    def __init__(self):
        super().__init__(0, [0] * 16)
        self.reads = 0

    def getValues(self, address, count=1):
        self.reads += 1
        return [self.reads % 800] * count


def unit():
    return ModbusSlaveContext(ir=Counting(), zero_mode=True)


async def main(port):
    context = ModbusServerContext(slaves={1: unit(), 2: unit()}, single=False)
    asyncio.get_running_loop().call_later(0.2, lambda: print("ready", flush=True))
    await StartAsyncSerialServer(
        context, framer=ModbusRtuFramer, port=port, baudrate=9600, ignore_missing_slaves=True
    )


asyncio.run(main(sys.argv[1]))
