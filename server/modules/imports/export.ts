import type { Tx } from '../../kernel/db.ts';
import { readLogs } from '../../kernel/log.ts';
import { caseStates } from '../cases/lifecycle.ts';
import type { CaseFile } from '../cases/model.ts';
import { listCasesAfter } from '../cases/store.ts';
import { natureWords, outcomeWords, sourceWords } from '../cases/words.ts';
import { listCategories } from '../catalogue/store.ts';
import { listAreas, listUnits } from '../organisation/store.ts';
import { tableCell } from './records.ts';

export type ExportFormat = 'csv' | 'jsonl';

const PAGE = 500;

/** A piece of the export, and how many cases it holds. */
export interface Exported {
  text: string;
  cases: number;
}

/**
 * Cases of a jurisdiction, piece by piece; all of them if none are given. `jsonl`: a case a line with its whole log, whose
 * hashes can be reckoned anew; `csv`: a flat line a case, for spreadsheets. Neither holds a reporter's data: these lie
 * apart, and free text is redacted where it is written.
 */
export function exportCases(
  tx: Tx,
  jurisdictionId: number,
  format: ExportFormat,
  cases: AsyncIterable<CaseFile[]> = allCases(tx, jurisdictionId),
): AsyncGenerator<Exported> {
  return format === 'jsonl' ? exportLines(tx, jurisdictionId, cases) : exportTable(tx, jurisdictionId, cases);
}

async function* allCases(tx: Tx, jurisdictionId: number): AsyncGenerator<CaseFile[]> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const page = await listCasesAfter(tx, jurisdictionId, after, PAGE);
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last.id;
  }
}

async function* exportLines(
  tx: Tx,
  jurisdictionId: number,
  cases: AsyncIterable<CaseFile[]>,
): AsyncGenerator<Exported> {
  for await (const page of cases) {
    const logs = await readLogs(
      tx,
      jurisdictionId,
      page.map(({ id }) => id),
    );
    const lines = page.map(({ reporterId: _, ...shown }) => {
      // An entry written since the case was read belongs to the next export.
      const log = (logs.get(shown.id) ?? []).filter(({ seq }) => seq <= shown.version);
      return `${JSON.stringify({ case: shown, log })}\n`;
    });
    yield { text: lines.join(''), cases: page.length };
  }
}

interface Names {
  units: ReadonlyMap<string, string>;
  categories: ReadonlyMap<string, string>;
  areas: ReadonlyMap<string, string>;
}

/** The columns of the table, in order. */
const columns: Record<string, (kase: CaseFile, names: Names) => string | number | boolean | null | undefined> = {
  number: (kase) => kase.number,
  externalId: (kase) => kase.externalId,
  state: (kase) => caseStates[kase.state].label.zh,
  outcome: (kase) => kase.outcome && outcomeWords[kase.outcome].zh,
  source: (kase) => sourceWords[kase.source].zh,
  nature: (kase) => natureWords[kase.nature].zh,
  urgent: (kase) => kase.urgent,
  round: (kase) => kase.round,
  reportedAt: (kase) => kase.reportedAt,
  registeredAt: (kase) => kase.registeredAt,
  closedAt: (kase) => kase.closedAt,
  category: (kase, names) => names.categories.get(kase.categoryId ?? ''),
  unit: (kase, names) => names.units.get(kase.unitId ?? ''),
  handlingDueAt: (kase) => lastHandling(kase)?.dueAt,
  handlingEndedAt: (kase) => lastHandling(kase)?.stoppedAt,
  subdistrict: (kase, names) => names.areas.get(kase.place?.subdistrictCode ?? ''),
  community: (kase, names) => names.areas.get(kase.place?.communityCode ?? ''),
  cellCode: (kase) => kase.place?.cellCode,
  address: (kase) => kase.address,
  lon: (kase) => kase.point?.lon,
  lat: (kase) => kase.point?.lat,
  description: (kase) => kase.description,
  id: (kase) => kase.id,
};

function lastHandling(kase: CaseFile) {
  return kase.clocks.findLast(({ name }) => name === 'handling');
}

async function* exportTable(
  tx: Tx,
  jurisdictionId: number,
  cases: AsyncIterable<CaseFile[]>,
): AsyncGenerator<Exported> {
  const units = await listUnits(tx, jurisdictionId, { limit: 20_000 });
  const names: Names = {
    units: new Map(units.map(({ id, name }) => [id, name.zh])),
    categories: new Map((await listCategories(tx, jurisdictionId)).map(({ id, name }) => [id, name.zh])),
    areas: new Map((await listAreas(tx, jurisdictionId)).map(({ code, name }) => [code, name.zh])),
  };
  // The byte order mark tells spreadsheets that it is UTF-8.
  yield { text: `\uFEFF${Object.keys(columns).join(',')}\r\n`, cases: 0 };
  for await (const page of cases) {
    const lines = page.map(
      (kase) =>
        `${Object.values(columns)
          .map((read) => cell(read(kase, names)))
          .join(',')}\r\n`,
    );
    yield { text: lines.join(''), cases: page.length };
  }
}

function cell(value: string | number | boolean | null | undefined): string {
  if (typeof value !== 'string') return value === null || value === undefined ? '' : String(value);
  return tableCell(value, ',');
}
