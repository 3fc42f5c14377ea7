import { governmentCodes } from '../../../server/modules/budget/classification/government.ts';
import { keyOf } from '../../../server/modules/budget/rules.ts';
import { useText } from '../../i18n/language.ts';
import { toastFailure } from '../../kit/failure.ts';
import { toast } from '../../kit/Toast.tsx';
import { newKey } from '../../request.ts';
import { cellNamed } from './keys.ts';
import { actOnBudget, type Budget, useCodes } from './queries.ts';
import { budgetText } from './text.ts';

/** 政府预算支出经济分类 of one line; where it can be another than is usual for the unit, it is chosen here. */
export function LineCode({ budget, cell }: { budget: Budget; cell: string }) {
  const t = useText(budgetText);
  const { codes, nameOf } = useCodes(budget.year);
  const named = cellNamed(cell);
  if (named.of !== 'line') return null;
  const line = named.key;
  const { usual, choices } = governmentCodes(line.economicCode, budget.unit.kind);
  const code = budget.governmentCodes[keyOf(line)] ?? usual;
  const entered = budget.lines.some((one) => keyOf(one) === keyOf(line));
  const may = budget.may.some(({ action, refusal }) => action === 'mapLine' && !refusal);
  const all = codes.filter((one) => one.scheme === 'governmentEconomic' && one.code.length === 5);
  const offered = choices.length === 0 ? all.map((one) => one.code) : choices;

  async function choose(chosen: string) {
    try {
      await actOnBudget(budget, 'mapLine', { line, code: chosen === usual ? null : chosen || null }, newKey());
      toast(t.saved, { look: 'done' });
    } catch (error) {
      toastFailure(error);
    }
  }

  return (
    <p className="line-code">
      {t.governmentCode}{' '}
      {entered && may && offered.length > 1 ? (
        <select
          className="field small"
          aria-label={t.governmentCode}
          value={code ?? ''}
          onChange={(event) => void choose(event.target.value)}
        >
          {usual === null && <option value="">{t.choose}</option>}
          {offered.map((one) => (
            <option key={one} value={one}>
              {one} {nameOf(one)}
            </option>
          ))}
        </select>
      ) : (
        <b>{code === null ? t.notKnown : `${code} ${nameOf(code)}`}</b>
      )}
      {code !== usual && usual !== null && <span className="muted"> {t.usually(usual)}</span>}
    </p>
  );
}
