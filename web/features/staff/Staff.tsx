import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import type { AnyLifecycle } from '../../../server/kernel/lifecycle.ts';
import {
  assetCategories,
  assetLifecycle,
  audienceWords,
  engagementKinds,
  engagementLifecycle,
  quotaLifecycle,
  surveyLifecycle,
} from '../../../server/modules/staff/lifecycle.ts';
import { useAddress } from '../../address.ts';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { number, percent, yuan } from '../../kit/format.ts';
import { Page, Section, Tabs } from '../../kit/Page.tsx';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import { Openings, StateMark } from '../../kit/RecordActions.tsx';
import { mayOpen, useMe } from '../../session.ts';
import { assetsQuery, begin, staffQuery, surveysQuery } from './queries.ts';
import { RecordTable } from './RecordTable.tsx';
import { staffText } from './text.ts';

const tabs = ['people', 'assets', 'surveys'] as const;
const address = z.object({ tab: z.enum(tabs).optional(), open: z.uuid().optional() });

interface PartProps {
  open: string | undefined;
  onOpen: (id: string | undefined) => void;
}

/** 人员、资产与调查 — what the centre's promises about posts, jobs, assets and satisfaction are counted from. */
export function Staff() {
  const t = useText(staffText);
  const [{ tab = 'people', open }, change] = useAddress(address);
  const part = { open, onOpen: (id: string | undefined) => change({ open: id }) };
  return (
    <Page title={t.title} wide>
      <Tabs
        label={t.title}
        tabs={tabs.map((key) => ({ key, label: t.tabs[key] }))}
        chosen={tab}
        onChoose={(key) => change({ tab: key, open: undefined })}
      />
      {tab === 'people' && <People {...part} />}
      {tab === 'assets' && <Assets {...part} />}
      {tab === 'surveys' && <Surveys {...part} />}
    </Page>
  );
}

function Begin({ lifecycle, name }: { lifecycle: AnyLifecycle; name: string }) {
  const me = useMe();
  return (
    <Openings lifecycle={lifecycle} names={[name]} permits={(permission) => mayOpen(me, permission)} open={begin} />
  );
}

function Waiting({ found }: { found: { error: unknown; refetch: () => unknown } }) {
  return found.error ? <Failed error={found.error} retry={() => void found.refetch()} /> : <Skeleton lines={8} />;
}

function People(part: PartProps) {
  const t = useText(staffText);
  const words = useWords();
  const language = useLanguage();
  const found = useQuery(staffQuery);
  if (!found.data) return <Waiting found={found} />;
  const { control, jobs, quotas, engagements } = found.data;
  const label = (kind: string) => words(engagementKinds[kind as keyof typeof engagementKinds]);
  return (
    <>
      <Section
        title={words(quotaLifecycle.label)}
        note={[
          control && t.control(number(control.inPost, language), number(control.posts, language)),
          ...Object.entries(jobs).map(([kind, count]) => `${label(kind)} ${number(count, language)}`),
        ]
          .filter(Boolean)
          .join(' · ')}
      >
        <Begin lifecycle={quotaLifecycle} name="approveQuota" />
        <RecordTable
          {...part}
          kind="quota"
          head={[{ title: t.from }, { title: t.posts, number: true }, { title: t.basis }, { title: t.state }]}
          rows={quotas.map((one) => ({
            ...one,
            cells: [
              one.from,
              number(one.posts, language),
              one.basis,
              <StateMark key="state" lifecycle={quotaLifecycle} state={one.state} />,
            ],
          }))}
        />
      </Section>
      <Section title={words(engagementLifecycle.label)}>
        <Begin lifecycle={engagementLifecycle} name="engage" />
        <RecordTable
          {...part}
          kind="engagement"
          head={[t.number, t.kind, t.post, t.from, t.until, t.state].map((title) => ({ title }))}
          rows={engagements.map((one) => ({
            ...one,
            cells: [
              one.personNumber,
              label(one.kind),
              one.post,
              one.from,
              one.until ?? '—',
              <StateMark key="state" lifecycle={engagementLifecycle} state={one.state} />,
            ],
          }))}
        />
      </Section>
    </>
  );
}

function Assets(part: PartProps) {
  const t = useText(staffText);
  const words = useWords();
  const language = useLanguage();
  const found = useQuery(assetsQuery);
  if (!found.data) return <Waiting found={found} />;
  const { use, items } = found.data;
  const rate = use && use.allFen > 0 ? percent(use.inUseFen / use.allFen, language) : '—';
  return (
    <Section
      title={words(assetLifecycle.label)}
      note={use && t.use(rate, number(use.inUse, language), number(use.all, language))}
    >
      <Begin lifecycle={assetLifecycle} name="register" />
      <RecordTable
        {...part}
        kind="asset"
        head={[
          { title: t.number },
          { title: t.name },
          { title: t.category },
          { title: t.value, number: true },
          { title: t.acquired },
          { title: t.place },
          { title: t.state },
        ]}
        rows={items.map((one) => ({
          ...one,
          cells: [
            one.number,
            one.name,
            words(assetCategories[one.category]),
            yuan(one.valueFen, language),
            one.acquiredOn,
            one.place,
            <StateMark key="state" lifecycle={assetLifecycle} state={one.state} />,
          ],
        }))}
      />
    </Section>
  );
}

function Surveys(part: PartProps) {
  const t = useText(staffText);
  const words = useWords();
  const language = useLanguage();
  const found = useQuery(surveysQuery);
  if (!found.data) return <Waiting found={found} />;
  return (
    <Section title={words(surveyLifecycle.label)}>
      <Begin lifecycle={surveyLifecycle} name="prepare" />
      <RecordTable
        {...part}
        kind="survey"
        head={[
          { title: t.survey },
          { title: t.audience },
          { title: t.period },
          { title: t.answers, number: true },
          { title: t.rate, number: true },
          { title: t.state },
        ]}
        rows={found.data.map((one) => ({
          ...one,
          cells: [
            one.title,
            words(audienceWords[one.audience]),
            `${one.opensOn} – ${one.closesOn}`,
            `${number(one.result.answers, language)} / ${number(one.result.asked, language)}`,
            one.result.rate === null ? t.tooFew : percent(one.result.rate, language),
            <StateMark key="state" lifecycle={surveyLifecycle} state={one.state} />,
          ],
        }))}
      />
    </Section>
  );
}
