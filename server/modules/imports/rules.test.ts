import { describe, expect, test } from 'vitest';
import { isRefusal } from '../../kernel/refusal.ts';
import { hotline } from './mappings/hotline.ts';
import { la311 } from './mappings/la311.ts';
import { type CsvRecord, recordReader } from './records.ts';
import { columnsOf, readHeader, readRow } from './rules.ts';
import { readTime } from './times.ts';

function recordsOf(text: string, pieces = 1): CsvRecord[] {
  const reader = recordReader(',');
  const size = Math.max(1, Math.ceil(text.length / pieces));
  const parts = Array.from({ length: Math.ceil(text.length / size) }, (_, i) => text.slice(i * size, (i + 1) * size));
  return [...parts.flatMap((part) => reader.push(part)), ...reader.end()];
}

describe('the records of a CSV file', () => {
  const text = 'a,b\r\n1,"x ""y"", z"\r\n\r\n2,"two\r\nlines"\r\n,\r\n3,';

  test.for([1, 3, 50])('are the same in however many pieces it comes: %i', (pieces) => {
    expect(recordsOf(text, pieces).map(({ line, cells }) => [line, cells])).toEqual([
      [1, ['a', 'b']],
      [2, ['1', 'x "y", z']],
      [4, ['2', 'two\nlines']],
      [7, ['3', '']],
    ]);
  });

  test('lose but one line to a quote that is never closed', () => {
    const lines = Array.from({ length: 1000 }, (_, i) => `${i + 2},"fine, too"`);
    const records = recordsOf(`1,"never closed\n${lines.join('\n')}\n`, 7);
    expect(records).toHaveLength(1001);
    expect(records[0]).toEqual({ line: 1, cells: null, raw: '1,"never closed' });
    expect(records[1000]?.cells).toEqual(['1001', 'fine, too']);
  });

  test('lose but one line to text after a closing quote', () => {
    expect(recordsOf('1,"a" b\n2,c\n').map(({ cells }) => cells)).toEqual([null, ['2', 'c']]);
  });
});

describe('a time', () => {
  test.for([
    ['1/1/20 0:05', '2020-01-01T08:05:00.000Z', 'winter'],
    ['7/4/20 13:30', '2020-07-04T20:30:00.000Z', 'summer'],
    ['12/31/69 0:00', '1969-12-31T08:00:00.000Z', 'two digits from 69 on are of the last century'],
  ])('on the clock of Los Angeles: %s is %s, %s', ([text, at]) => {
    expect(readTime(text as string, 'M/D/YY H:MM', 'America/Los_Angeles')).toEqual({ at, remark: null });
  });

  test('that was skipped when clocks went forward is taken as much later, with a remark', () => {
    const read = readTime('3/8/20 2:30', 'M/D/YY H:MM', 'America/Los_Angeles');
    expect(read?.at).toBe('2020-03-08T10:30:00.000Z');
    expect(read?.remark?.en).toContain('skipped');
  });

  test('that came twice when clocks went back is the first, with a remark', () => {
    const read = readTime('11/1/20 1:30', 'M/D/YY H:MM', 'America/Los_Angeles');
    expect(read?.at).toBe('2020-11-01T08:30:00.000Z');
    expect(read?.remark?.en).toContain('twice');
  });

  test.for(['13/1/20 0:00', '2/30/20 0:00', '1/1/20 24:00', '1/1/20', 'yesterday', ''])('is none: %s', (text) => {
    expect(readTime(text, 'M/D/YY H:MM', 'America/Los_Angeles')).toBeNull();
  });

  test('in ISO 8601 must name its offset', () => {
    expect(readTime('2019-04-24T16:03:40+08:00', 'ISO 8601', 'Asia/Shanghai')?.at).toBe('2019-04-24T08:03:40.000Z');
    expect(readTime('2019-04-24T16:03:40', 'ISO 8601', 'Asia/Shanghai')).toBeNull();
  });
});

const NOW = '2026-11-22T00:00:00.000Z';
const sound: Record<string, string> = {
  srnumber: '1-1',
  requesttype: 'Bulky Items',
  status: 'Closed',
  createddate: '1/1/20 0:05',
  closeddate: '1/2/20 8:43',
  requestsource: 'Call',
  owner: 'BOS',
  latitude: '34.19',
  longitude: '-118.49',
  address: '1 MAIN ST',
  cd: '6',
  nc: '19',
  ncname: 'LAKE NC',
};

function read(change: Record<string, string>, spoil: (cells: string[]) => string[] = (cells) => cells) {
  const names = columnsOf(la311);
  const header = readHeader(la311, names);
  if (isRefusal(header)) throw new Error(header.message.en);
  const cells = spoil(names.map((name) => ({ ...sound, ...change })[name] ?? ''));
  return readRow(la311, header, { line: 2, cells, raw: cells.join(',') }, NOW);
}

describe('a row', () => {
  test('tells who, what, where and how it ended', () => {
    expect(read({})).toEqual({
      remarks: [],
      told: {
        id: '1-1',
        reportedAt: '2020-01-01T08:05:00.000Z',
        description: 'Bulky Items',
        address: '1 MAIN ST',
        source: 'hotline',
        category: 'Bulky Items',
        unit: 'BOS',
        areas: [
          {
            level: 'subdistrict',
            code: 'cd6',
            parentCode: null,
            name: { zh: '市议会选区 6', en: 'Council District 6' },
          },
          { level: 'community', code: 'cd6-nc19', parentCode: 'cd6', name: { zh: 'LAKE NC', en: 'LAKE NC' } },
        ],
        point: { lon: -118.49, lat: 34.19 },
        ending: { at: '2020-01-02T16:43:00.000Z', ended: 'closed', outcome: 'imported', reply: '' },
      },
    });
  });

  test('without any coordinates is a case without a point', () => {
    expect(read({ latitude: '', longitude: '' })).toMatchObject({ told: { point: null } });
  });

  test('that is open has no ending; one that was cancelled is rejected', () => {
    expect(read({ status: 'Open', closeddate: '' })).toMatchObject({ told: { ending: null } });
    expect(read({ status: 'Cancelled' })).toMatchObject({ told: { ending: { ended: 'rejected', outcome: null } } });
  });

  test.for<[Record<string, string>, string]>([
    [{ srnumber: ' ' }, 'no number'],
    [{ createddate: '1/32/20 0:00' }, 'no time as M/D/YY'],
    [{ createddate: '' }, 'no time of report'],
    [{ createddate: '1/1/30 0:00' }, 'yet to come'],
    [{ closeddate: '' }, 'without a time'],
    [{ closeddate: '12/31/19 0:00' }, 'before it was reported'],
    [{ status: 'Lost' }, '"Lost" is not known'],
    [{ status: 'constructor' }, 'is not known'],
    [{ latitude: '0', longitude: '0' }, 'outside the area'],
    [{ latitude: '-118.49', longitude: '34.19' }, 'exchanged'],
    [{ latitude: '34.19', longitude: '' }, 'outside the area'],
    [{ latitude: 'north' }, 'outside the area'],
    [{ requesttype: '' }, 'says nothing'],
    [{ address: 'x'.repeat(301) }, '301 characters'],
    [{ address: 'broken \uFFFD text' }, 'cannot be read'],
    [{ address: 'a\0b' }, 'cannot be read'],
  ])('is damaged: %o %s', ([change, why]) => {
    const found = read(change);
    expect('damage' in found && found.damage.en).toContain(why);
  });

  test('is damaged if columns are missing, or more than empty ones too many', () => {
    expect(read({}, (cells) => cells.slice(1))).toHaveProperty('damage.en', 'it has 12 columns in place of 13');
    expect(read({}, (cells) => [...cells, 'x'])).toHaveProperty('damage.en', 'it has 14 columns in place of 13');
    expect(read({}, (cells) => [...cells, ' '])).toHaveProperty('told');
  });
});

describe('the first line of a file', () => {
  test('must have every column of the mapping, and says which are missing', () => {
    expect(readHeader(la311, ['srnumber', 'status'])).toMatchObject({ refused: 'invalid', code: 'missingColumns' });
  });

  test('may have columns without a name, and two of one name, of which the first counts', () => {
    const names = [...columnsOf(la311), '', '', 'owner'];
    const header = readHeader(la311, names);
    if (isRefusal(header)) throw new Error(header.message.en);
    const cells = names.map((name, i) => (i < names.length - 3 ? (sound[name] ?? '') : 'x'));
    expect(readRow(la311, header, { line: 2, cells, raw: '' }, NOW)).toMatchObject({
      told: { id: '1-1', unit: 'BOS' },
    });
  });

  test('may lack what the mapping says it may', () => {
    const header = readHeader(hotline, ['id', 'user', 'subject', 'created_at', 'detail']);
    if (isRefusal(header)) throw new Error(header.message.en);
    const cells = ['7', 'U1', '路灯不亮', '2019-04-24T16:03:40+08:00', '三天了'];
    expect(readRow(hotline, header, { line: 2, cells, raw: '' }, NOW)).toMatchObject({
      told: { id: '7', description: '路灯不亮\n三天了', category: null, unit: 'replying', ending: null },
    });
  });
});
