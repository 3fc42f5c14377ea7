import { useAddress } from '../../address.ts';
import { useText } from '../../i18n/language.ts';
import { dayOf } from '../../kit/format.ts';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { Page, Tabs } from '../../kit/Page.tsx';
import { Assets } from './Assets.tsx';
import { staffAddress, staffTabs } from './address.ts';
import { People } from './People.tsx';
import { SurveyList } from './Surveys.tsx';
import './staff.css';
import { staffText } from './text.ts';

/** 人员、资产与调查 — what the centre's promises about posts, jobs, assets and satisfaction are counted from. */
export function Staff() {
  const t = useText(staffText);
  const [address, change] = useAddress(staffAddress);
  const tab = address.tab ?? 'people';
  const today = dayOf(new Date(useNow()).toISOString(), useTimeZone());
  const part = { today, address, change };
  return (
    <Page title={t.title} wide>
      <Tabs
        label={t.title}
        tabs={staffTabs.map((key) => ({ key, label: t.tabs[key] }))}
        chosen={tab}
        onChoose={(key) => change({ tab: key, open: undefined, part: undefined })}
      />
      {tab === 'people' && <People {...part} />}
      {tab === 'assets' && <Assets {...part} />}
      {tab === 'surveys' && <SurveyList />}
    </Page>
  );
}
