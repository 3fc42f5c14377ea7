import { z } from 'zod';
import { unitKinds } from '../../../server/modules/organisation/model.ts';
import { useAddress } from '../../address.ts';
import { useText } from '../../i18n/language.ts';
import { Tabs } from '../../kit/Page.tsx';
import '../../kit/page.css';
import './organisation.css';
import { Settings } from './Settings.tsx';
import { organisationText } from './text.ts';
import { Units } from './Units.tsx';

const address = z.object({
  part: z.enum(['units', 'settings']).default('units'),
  q: z.string().max(100).optional(),
  kind: z.enum(unitKinds).optional(),
  /** The open unit, or `new`. */
  id: z.union([z.guid(), z.literal('new')]).optional(),
});
export type OrganisationAddress = z.output<typeof address>;
export type ChangeAddress = (part: Partial<z.input<typeof address>>, how?: { push?: boolean }) => void;

/** 单位与设置 — who does the work, and what this district decides for itself. */
export function Organisation() {
  const t = useText(organisationText);
  const [search, change] = useAddress(address);
  return (
    <div className="screen">
      <h1 className="unseen">{t.page}</h1>
      <Tabs
        label={t.parts}
        tabs={[
          { key: 'units', label: t.units },
          { key: 'settings', label: t.settings },
        ]}
        chosen={search.part}
        onChoose={(part) => change({ part })}
      />
      <div className="fill organisation-part">
        {search.part === 'settings' ? <Settings /> : <Units search={search} change={change} />}
      </div>
    </div>
  );
}
