import { describe, expect, it } from 'vitest';
import { guessQuantity, guessUnit } from '../../src/config/quantity-guess.ts';
import { readRegisterList } from '../../src/config/register-list.ts';

describe('the words of a register table', () => {
  it.each([
    ['Voltage L1-N', 'voltage.L1'],
    ['Voltage L1-L2', 'voltage.L12'],
    ['I2: phase 2 current', 'current.L2'],
    ['Gerilim Faz 3', 'voltage.L3'],
    ['Total active power', 'activePower'],
    ['Reactive Power Phase B', 'reactivePower.L2'],
    ['Total Active Energy Import', 'activeEnergyImport'],
    ['Exported energy', 'activeEnergyExport'],
    ['Power factor', 'powerFactor'],
    ['THD voltage L2', 'voltageThd.L2'],
    ['Ortam sıcaklığı', 'airTemperature'],
    ['Toprak nemi', 'soilMoisture'],
    ['Soil moisture (VWC)', 'soilMoisture'],
    ['Bağıl nem', 'relativeHumidity'],
    ['Battery voltage', 'batteryVoltage'],
    ['Soil temperature', 'x-soilTemperature'],
    ['Real energy L1..L3 consumed', 'activeEnergyImport'],
    ['Relay output 3', 'x-relayOutput3'],
    ['3rd rail', 'x-register3rdRail'],
  ])('%s is %s', (text, name) => {
    expect(guessQuantity(text)).toBe(name);
  });

  it.each([
    ['V', 'VLT'],
    ['kWh', 'KWH'],
    ['°C', 'CEL'],
    ['℃', 'CEL'],
    ['mA', '4K'],
    ['MW', 'MAW'],
    ['us/cm', 'G42'],
    ['%RH', 'P1'],
    ['dB(A)', '2N'],
    ['', undefined],
    ['-', undefined],
    ['furlong', 'unknown'],
  ])('the unit %s is %s', (text, code) => {
    expect(guessUnit(text).unit).toBe(code);
  });
});

describe('a register table', () => {
  it('is read by the words of its heads, in any order, with commas or semicolons', () => {
    const german = readRegisterList('Beschreibung;x\nA;1\n');
    const { points, skipped } = readRegisterList(
      'Name,Unit,Data Type,Reg. Address,Factor,Function\n"Voltage, L1",V,UINT32,0x0100,/10,04\nSerial,,STRING,0x0200,,03\n',
    );

    expect(german.points).toEqual([]);
    expect(skipped).toEqual([]);
    expect(points).toMatchObject([
      { name: 'voltage.L1', address: '0x0100', type: 'u32', scale: 0.1, unit: 'VLT', table: 'input' },
      { name: 'x-serial', address: '0x0200', type: 'text', length: 2, table: 'holding' },
    ]);
  });

  it.each([
    ['UINT16', '1', 'u16'],
    ['INT32S', '2', 'i32'],
    ['unsigned 64', '4', 'u64'],
    ['FLOAT', '2', 'float32'],
    ['Double', '4', 'float64'],
    ['IEEE754 64bit', '4', 'float64'],
    ['BCD', '2', 'bcd32'],
    ['word', '1', 'u16'],
    ['DWORD', '2', 'u32'],
    ['', '2', 'u32'],
  ])('knows the type %s of %s registers', (type, size, expected) => {
    expect(readRegisterList(`Address,Size,Type,Name\n1,${size},${type},Voltage\n`).points[0]?.type).toBe(
      expected,
    );
  });

  it.each([
    ['0.1', 0.1],
    ['0,01', 0.01],
    ['/100', 0.01],
    ['1/10', 0.1],
    ['x10', 10],
    ['10^-3', 0.001],
    ['1', undefined],
    ['', undefined],
  ])('knows the scale %s', (scale, expected) => {
    expect(readRegisterList(`Address;Scale;Name\n1;${scale};Voltage\n`).points[0]?.scale).toBe(expected);
  });

  it('takes the note for people where there is a name for programmers beside it', () => {
    const { points } = readRegisterList(
      'Address;Format;Name;Unit;Note\n19000;float;_G_ULN[0];V;Voltage L1-N\n',
    );

    expect(points).toMatchObject([
      { name: 'voltage.L1', type: 'float32', unit: 'VLT', about: 'Voltage L1-N' },
    ]);
  });

  it.each([
    ['1LSB correspond to 0.001A', { scale: 0.001, unit: 'AMP' }],
    ['1LSB corresponds to 1Wh', { scale: undefined, unit: 'WHR' }],
    ['Real-time value (expanded 10x)', { scale: 0.1, doubt: 'unit ""' }],
    ['multiplied by 100', { scale: 0.01 }],
  ])('understands the sentence %s', (sentence, expected) => {
    const { points } = readRegisterList(`Address;Content;Resolution\n0000H;Current;${sentence}\n`);

    expect(points[0]).toMatchObject({ name: 'current', ...expected });
  });

  it('makes one point of the two words of a number', () => {
    const { points } = readRegisterList(
      'Address,Description,Resolution\n0x1,Current low 16 bits,0.001\n0x2,Current high 16 bits,\n0x7,Energy (high word),\n0x8,Energy (low word),\n9,Low alarm,\n',
    );

    expect(points).toMatchObject([
      { name: 'current', address: '0x1', type: 'u32', order: 'CDAB', scale: 0.001, about: 'Current' },
      { name: 'activeEnergy', address: '0x7', type: 'u32', order: undefined },
      { name: 'x-lowAlarm', type: 'u16' },
    ]);
  });

  it('takes a multiple of a unit that the vocabulary lacks, and lets degrees go below zero', () => {
    const { points } = readRegisterList('Address,Name,Unit\n1,Reactive energy,varh\n3,Temperature,°C\n');

    expect(points).toMatchObject([
      { unit: 'K3', scale: 0.001 },
      { type: 'i16', unit: 'CEL' },
    ]);
  });

  it('gives what is a plain number its unit', () => {
    expect(readRegisterList('Address,Name\n1,Power factor\n').points[0]?.unit).toBe('C62');
  });

  it('tells what it left out, names every point once, and marks what it did not understand', () => {
    const { points, skipped } = readRegisterList(
      'Address,Name,Type,Unit\nten,Voltage,u16,V\n12,,u16,V\n14,Reserved,u16,\n16,Voltage,BITMAP,V\n18,Voltage,u16,furlong\n',
    );

    expect(skipped).toEqual([
      { line: 2, why: '"ten" is no address' },
      { line: 3, why: 'it has no meaning' },
      { line: 4, why: 'it has no meaning' },
    ]);
    expect(points).toMatchObject([
      { name: 'voltage', doubt: 'type "BITMAP"' },
      { name: 'voltage.2', doubt: 'unit "furlong"', unit: undefined },
    ]);
  });
});
