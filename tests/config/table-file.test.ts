import { describe, expect, it } from 'vitest';
import { readTable } from '../../src/config/table-file.ts';

const values = (text: string) => readTable('t.csv', text).rows.map(({ value }) => value);

describe('a table of devices', () => {
  it.each([
    ['commas and decimal points', 'id,unitId,lon,lat\na,1,28.97,41.07\n'],
    ['semicolons and decimal commas', 'id;unitId;lon;lat\na;1;28,97;41,07\n'],
    ['the line ends and the mark of Windows', '\uFEFFid;unitId;lon;lat\r\na;1;28,97;41,07\r\n'],
    ['tabs and decimal commas', 'id\tunitId\tlon\tlat\na\t1\t28,97\t41,07\n'],
    ['the separator that Excel declares', '\uFEFFsep=;\r\nid;unitId;lon;lat\r\na;1;28,97;41,07\r\n'],
    ['quotes', '"id","unitId",lon,lat\n"a",1,"28.97",41.07\n\n'],
  ])('is read with %s', (_, text) => {
    expect(values(text)).toEqual([{ id: 'a', unitId: 1, location: [28.97, 41.07] }]);
  });

  it('puts params and facts where a device has them, and leaves empty cells out', () => {
    expect(values('id,params.topic,facts.level,name\na,tele/1,4.2,\n')).toEqual([
      { id: 'a', params: { topic: 'tele/1' }, facts: { level: 4.2 } },
    ]);
  });

  it('keeps a separator and quotes inside quotes', () => {
    expect(values('id,name\na,"Meydan, ""arka"""\n')).toEqual([{ id: 'a', name: 'Meydan, "arka"' }]);
  });

  it('knows the place and the characters of each cell', () => {
    const [row] = readTable('t.csv', 'id,devEui\nspot-1,0101010101010101\n').rows;

    expect(row?.written(['devEui'])).toBe('0101010101010101');
    expect(row?.place(['devEui'])).toEqual({ file: 't.csv', line: 2, column: 8, length: 16 });
    expect(row?.place(['name'])).toMatchObject({ line: 2, column: 1 });
  });

  it('blames a key on the name of its column, for all rows the same', () => {
    const { rows } = readTable('t.csv', 'id,enlem\na,41\nb,42\n');

    expect(rows.map((row) => row.keyPlace(['enlem']))).toEqual(
      rows.map(() => ({ file: 't.csv', line: 1, column: 4, length: 5 })),
    );
    expect(rows[1]?.place(['enlem'])).toMatchObject({ line: 3, column: 3 });
  });

  it('counts lines with the one that declares the separator', () => {
    const [row] = readTable('t.csv', 'sep=,\nid,name\na,x\n').rows;

    expect(row?.place(['name'])).toMatchObject({ line: 3, column: 3 });
  });

  it('tells of a quote that is not closed', () => {
    const { rows, problems } = readTable('t.csv', 'id,name\na,"Meydan\nb,x\n');

    expect(problems).toMatchObject([{ code: 'TABLE_ROW', line: 2, column: 3 }]);
    expect(rows).toHaveLength(1);
  });

  it('tells rows and columns that do not fit', () => {
    const { rows, problems } = readTable('t.csv', 'id,id,\na\nb,c,d\n');

    expect(problems.map(({ code, line, column }) => [code, line, column])).toEqual([
      ['TABLE_COLUMN', 1, 4],
      ['TABLE_COLUMN', 1, 7],
      ['TABLE_ROW', 2, 1],
    ]);
    expect(rows).toHaveLength(1);
  });
});
