/** Buses that have not the time for all polls of their devices: found before anything is deployed. */
import { busLoad } from '../sources/modbus/load.ts';
import type { Bus, ModbusDevice } from '../sources/modbus/settings.ts';
import type { Sheet } from './check-shape.ts';
import { type Problem, problem } from './problems.ts';
import type { SiteDevice } from './site.ts';

/** `sheet` is the part `buses` of gateway.yaml. */
export function fullBuses(buses: readonly Bus[], devices: readonly SiteDevice[], sheet: Sheet): Problem[] {
  const modbus = devices.filter((each): each is ModbusDevice => each.protocol === 'modbus');
  return buses.flatMap((bus) => {
    const { share } = busLoad(bus, modbus);
    if (share <= 1) return [];
    return [
      problem(sheet.keyPlace([bus.name]), {
        code: 'BUS_FULL',
        severity: 'warning',
        message: `The polls of bus ${bus.name} need ${Math.round(share * 100)} % of its time: some will be left out.`,
        mend: 'Lengthen `every`, raise the baud rate, or split the bus; `kopru plan` shows what each device takes.',
      }),
    ];
  });
}
