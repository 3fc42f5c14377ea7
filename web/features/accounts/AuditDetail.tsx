import { useQuery } from '@tanstack/react-query';
import { roleLabels, roleNames } from '../../../server/modules/accounts/roles.ts';
import { useSigns, useText, useWords } from '../../i18n/language.ts';
import { Changes, differences, type Told } from '../../kit/Changes.tsx';
import { fullTime } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { useTimeZone } from '../../kit/now.ts';
import { Facts, Section } from '../../kit/Page.tsx';
import { adminText, auditText } from './adminText.ts';
import { type AuditLine, unitsQuery } from './queries.ts';

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One line of the audit: what, by whom, from where, and what it changed. */
export function AuditDetail({
  line,
  close,
  showRecord,
}: {
  line: AuditLine;
  close: () => void;
  showRecord: () => void;
}) {
  const t = useText(auditText);
  const admin = useText(adminText);
  const words = useWords();
  const zone = useTimeZone();
  const told = useTold();
  const kinds: Readonly<Record<string, string>> = t.kinds;
  const { before, after, ...rest } = line.detail;
  const others = told(rest);
  return (
    <>
      <header className="pane-head">
        <div className="pane-head-row">
          <h2 className="person-name">{words(line.label)}</h2>
          <span className="muted">{fullTime(line.at, zone)}</span>
          <button type="button" className="button quiet icon pane-close" aria-label={admin.close} onClick={close}>
            <Icon name="close" />
          </button>
        </div>
      </header>
      <Section title={t.record}>
        <Facts
          rows={[
            [t.number, String(line.seq)],
            [t.who, line.actor ? line.actor.name || line.actor.id : t.nobody],
            [
              t.address,
              <span key="a" className="mono">
                {line.address}
              </span>,
            ],
            [
              kinds[line.kind] ?? line.kind,
              <button key="r" type="button" className="link mono" title={t.allOf} onClick={showRecord}>
                {line.recordId}
              </button>,
            ],
            ...others,
          ]}
        />
      </Section>
      {isRecord(before) && isRecord(after) && (
        <Section title={t.changes}>
          <Changes changes={differences(told(before), told(after))} />
        </Section>
      )}
    </>
  );
}

/** What a detail holds, in words where we have them: roles and units by name, yes and no, anything else as written. */
function useTold(): (detail: Readonly<Record<string, unknown>>) => Told {
  const t = useText(adminText);
  const audit = useText(auditText);
  const signs = useSigns();
  const words = useWords();
  const units = useQuery(unitsQuery);
  const labels: Readonly<Record<string, string>> = {
    ...audit.fields,
    name: t.name,
    unitId: t.unit,
    roles: t.role,
    active: t.active,
    username: t.username,
  };
  const text = (value: unknown): string => {
    if (value === null || value === undefined) return '';
    if (typeof value === 'boolean') return value ? t.yes : t.no;
    if (Array.isArray(value)) return value.map(text).join(signs.comma);
    if (isRecord(value) && typeof value.zh === 'string' && typeof value.en === 'string')
      return words({ zh: value.zh, en: value.en });
    if (isRecord(value)) return JSON.stringify(value);
    const role = roleNames.find((one) => one === value);
    if (role) return words(roleLabels[role]);
    const unit = units.data?.find((one) => one.id === value);
    return unit ? words(unit.name) : String(value);
  };
  return (detail) => Object.entries(detail).map(([name, value]) => [labels[name] ?? name, text(value)]);
}
