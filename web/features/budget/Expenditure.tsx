import { type ReactNode, useId, useState } from 'react';
import { type FundType, fundTypes, type LineKey, type LineKind } from '../../../server/modules/budget/model.ts';
import { useText } from '../../i18n/language.ts';
import { type GridColumn, gridRows } from './cells.ts';
import { lineCell } from './keys.ts';
import { LineCode } from './LineCode.tsx';
import { MoneyGrid, type MoneyGridProps } from './MoneyGrid.tsx';
import { PersonnelReasons } from './PersonnelReasons.tsx';
import { type Budget, useCodes } from './queries.ts';
import { budgetText } from './text.ts';
import { type Cells, usedLines } from './useCells.ts';

const otherKinds = ['institutionBusiness', 'remitToSuperior', 'affiliateSubsidy'] as const;

interface LineColumn extends GridColumn {
  part: Pick<LineKey, 'kind' | 'role' | 'projectCode'>;
}

interface ExpenditureProps extends Pick<MoneyGridProps, 'label' | 'editable' | 'save' | 'readOnly'> {
  budget: Budget;
  cells: Cells;
  all: boolean;
  onAll: (all: boolean) => void;
  children?: ReactNode;
}

/** 支出预算表 — economic items by personnel, public and projects, for one functional item and one fund at a time. */
export function Expenditure({ budget, cells, all, onAll, children, ...grid }: ExpenditureProps) {
  const t = useText(budgetText);
  const { codes, nameOf } = useCodes(budget.year);
  const used = usedLines(cells);
  const [functionCode, setFunctionCode] = useState(
    () => budget.lines[0]?.functionCode ?? budget.incomes[0]?.functionCode ?? '2010350',
  );
  const [fund, setFund] = useState<FundType>(() => budget.lines[0]?.fund ?? 'generalPublicBudget');
  const here = used.filter((key) => key.functionCode === functionCode && key.fund === fund);
  const others = otherKinds.filter((kind) => all || here.some((key) => key.kind === kind));
  const columns: LineColumn[] = [
    { key: 'personnel', label: t.personnel, part: { kind: 'basic', role: 'personnel', projectCode: null } },
    { key: 'public', label: t.public, part: { kind: 'basic', role: 'public', projectCode: null } },
    ...budget.projects.map(({ code, nameZh, reviewed }) => ({
      key: `project ${code}`,
      label: reviewed ? nameZh : `（${t.unreviewed}）${nameZh}`,
      part: { kind: 'project' as const, role: null, projectCode: code },
    })),
    ...others.map((kind: LineKind) => ({
      key: kind,
      label: t.kinds[kind as (typeof otherKinds)[number]],
      part: { kind, role: null, projectCode: null },
    })),
  ];
  const elsewhere = cells.sumOf('line') - here.reduce((sum, key) => sum + cells.amountOf(lineCell(key)), 0);
  const functions = [...new Set(used.map((key) => key.functionCode))].sort();
  return (
    <>
      <MoneyGrid
        {...grid}
        key={`${functionCode} ${fund}`}
        budgetId={budget.id}
        cells={cells}
        about={(cell) => <LineCode budget={budget} cell={cell} />}
        rows={gridRows(codes, budget.lines, all)}
        columns={columns}
        cellAt={(row, column) =>
          lineCell({ functionCode, economicCode: row.code, fund, ...(column as LineColumn).part })
        }
      >
        {children}
        <CodePicker
          label={t.functionCode}
          chosen={functionCode}
          onChoose={setFunctionCode}
          used={functions}
          options={codes
            .filter(({ scheme, code }) => scheme === 'functional' && code.length === 7)
            .map(({ code }) => code)}
          nameOf={nameOf}
        />
        <select
          className="field small"
          aria-label={t.fund}
          value={fund}
          onChange={(event) => setFund(event.target.value as FundType)}
        >
          {fundTypes.map((one) => (
            <option key={one} value={one}>
              {t.funds[one]}
            </option>
          ))}
        </select>
        {elsewhere !== 0 && <span className="muted small">{t.elsewhere(elsewhere)}</span>}
        <button type="button" className="button quiet small" aria-pressed={all} onClick={() => onAll(!all)}>
          {all ? t.usedCodes : t.allCodes}
        </button>
      </MoneyGrid>
      <PersonnelReasons budget={budget} cells={cells} />
    </>
  );
}

interface CodePickerProps {
  label: string;
  chosen: string;
  onChoose: (code: string) => void;
  used: readonly string[];
  options: readonly string[];
  nameOf: (code: string) => string;
}

/** One code among those of a year; those that have money stand first. */
export function CodePicker({ label, chosen, onChoose, used, options, nameOf }: CodePickerProps) {
  const t = useText(budgetText);
  const id = useId();
  const option = (code: string) => (
    <option key={code} value={code}>
      {code} {nameOf(code)}
    </option>
  );
  const first = [...new Set([chosen, ...used])].filter(Boolean);
  return (
    <>
      <label className="unseen" htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className="field small code-picker"
        value={chosen}
        onChange={(event) => onChoose(event.target.value)}
      >
        {chosen === '' && <option value="">{t.choose}</option>}
        {first.length > 0 && <optgroup label={t.inUse}>{first.map(option)}</optgroup>}
        <optgroup label={t.allCodes}>{options.filter((code) => !first.includes(code)).map(option)}</optgroup>
      </select>
    </>
  );
}
