import { useQuery } from '@tanstack/react-query';
import { assetCategories, assetLifecycle } from '../../../server/modules/staff/lifecycle.ts';
import { metrics } from '../../../server/modules/targets/data/metrics.ts';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { number, percent, yuan } from '../../kit/format.ts';
import { Section } from '../../kit/Page.tsx';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import { StateMark } from '../../kit/RecordActions.tsx';
import type { StaffPart } from './address.ts';
import { Begin } from './Begin.tsx';
import { Figure } from './Figure.tsx';
import { DayField } from './People.tsx';
import { type Asset, assetsQuery } from './queries.ts';
import { RecordTable } from './RecordTable.tsx';
import { staffText } from './text.ts';

const stands = ['inUse', 'idle', 'out'] as const;
const standOf = (asset: Asset) => asset.stands ?? 'out';

/** 固定资产 — what there is, how it stands on a day, what it was worth and what is left of that. */
export function Assets({ today, address, change }: StaffPart) {
  const t = useText(staffText);
  const words = useWords();
  const language = useLanguage();
  const day = address.on ?? today;
  const found = useQuery(assetsQuery(day));
  if (!found.data)
    return found.error ? <Failed error={found.error} retry={() => void found.refetch()} /> : <Skeleton lines={8} />;
  const { use, items } = found.data;
  const shown = items.filter((asset) => !address.part || standOf(asset) === address.part);
  const net = items.flatMap(({ netFen, stands: there }) => (there === null || netFen === null ? [] : netFen));
  return (
    <>
      <Section title={t.onDay(day)} actions={<DayField {...{ day, today, change }} />}>
        <div className="staff-figures">
          <Figure
            label={words(metrics['asset.use'].label)}
            value={use && use.allFen > 0 ? percent(use.inUseFen / use.allFen, language) : t.noData}
            parts={stands.map((key) => ({
              key,
              label: t.stands[key],
              value: number(items.filter((asset) => standOf(asset) === key).length, language),
            }))}
            chosen={address.part}
            onChoose={(part) => change({ part, open: undefined })}
            rule={
              <>
                {use && t.inUseOf(yuan(use.inUseFen, language), yuan(use.allFen, language))}{' '}
                {use && t.byPieces(percent(use.inUse / use.all, language), number(use.all, language))}{' '}
                {words(metrics['asset.use'].rule)}
              </>
            }
          />
          <Figure
            label={t.net}
            value={
              net.length > 0
                ? yuan(
                    net.reduce((sum, fen) => sum + fen, 0),
                    language,
                  )
                : t.noData
            }
            parts={[]}
            chosen={undefined}
            onChoose={() => undefined}
            rule={t.netRule(number(net.length, language))}
          />
        </div>
      </Section>
      <Section
        title={words(assetLifecycle.label)}
        note={
          address.part && t.behind(t.stands[address.part as (typeof stands)[number]], number(shown.length, language))
        }
      >
        <Begin lifecycle={assetLifecycle} name="register" />
        <RecordTable
          open={address.open}
          onOpen={(open) => change({ open })}
          label={words(assetLifecycle.label)}
          kind="asset"
          head={[
            { title: t.number },
            { title: t.name },
            { title: t.category },
            { title: t.value, number: true },
            { title: t.netValue, number: true },
            { title: t.acquired },
            { title: t.place },
            { title: t.state },
          ]}
          rows={shown.map((one) => ({
            ...one,
            cells: [
              one.number,
              one.name,
              words(assetCategories[one.category]),
              yuan(one.valueFen, language),
              yuan(one.netFen, language),
              one.acquiredOn,
              one.place,
              <StateMark key="state" lifecycle={assetLifecycle} state={one.state} />,
            ],
          }))}
        />
      </Section>
    </>
  );
}
