import { useQuery } from '@tanstack/react-query';
import { useWords } from '../../i18n/language.ts';
import { dayOf } from '../../kit/format.ts';
import { useTimeZone } from '../../kit/now.ts';
import { OneOf } from '../../kit/pickWidgets.tsx';
import type { WidgetProps, Widgets } from '../../kit/widgets.tsx';
import { CheckList } from './CheckList.tsx';
import { incidentsQuery, inspectionsQuery, standingQuery } from './queries.ts';

function useDates(days: number) {
  const zone = useTimeZone();
  const now = Date.now();
  return {
    from: dayOf(new Date(now - days * 86_400_000).toISOString(), zone),
    to: dayOf(new Date(now).toISOString(), zone),
  };
}

function useSubjects() {
  const words = useWords();
  const { data } = useQuery(standingQuery(useDates(89)));
  return data?.items.map(({ subject }) => ({ value: subject.id, label: words(subject.name) }));
}

function useRooms() {
  const words = useWords();
  const { data } = useQuery(inspectionsQuery(useDates(0)));
  return data?.rooms.filter(({ active }) => active).map(({ id, name }) => ({ value: id, label: words(name) }));
}

function useOpenIncidents() {
  const { data } = useQuery(incidentsQuery(useDates(30)));
  return data?.items.filter(({ endedAt }) => endedAt === null).map(({ id, title }) => ({ value: id, label: title }));
}

const SubjectField = (props: WidgetProps) => <OneOf {...props} options={useSubjects()} />;
const RoomField = (props: WidgetProps) => <OneOf {...props} options={useRooms()} />;
const IncidentField = (props: WidgetProps) => <OneOf {...props} options={useOpenIncidents()} />;

/** What the forms of this module ask besides plain values. */
export const uptimeWidgets: Widgets = {
  subject: SubjectField,
  room: RoomField,
  incident: IncidentField,
  checklist: CheckList,
};
