import { useQuery } from '@tanstack/react-query';
import { taskLifecycle } from '../../../server/modules/office/lifecycle.ts';
import { milestonesFrom } from '../../../server/modules/office/rules.ts';
import { useText, useWords } from '../../i18n/language.ts';
import { ListField } from '../../kit/FieldRow.tsx';
import { dayOf } from '../../kit/format.ts';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { Openings } from '../../kit/RecordActions.tsx';
import type { WidgetProps, Widgets } from '../../kit/widgets.tsx';
import { mayOpen, useMe } from '../../session.ts';
import { setUpTask, templatesQuery } from './queries.ts';
import { officeText } from './text.ts';
import { officeWidgets } from './widgets.tsx';

/** 里程碑 — laid out by a template between today and the date the task is due, or entered one by one. */
function MilestonesField(props: WidgetProps) {
  const t = useText(officeText);
  const words = useWords();
  const { data: templates } = useQuery(templatesQuery);
  const today = dayOf(new Date(useNow()).toISOString(), useTimeZone());
  const { dueOn } = props.values;
  const until = typeof dueOn === 'string' && dueOn > today ? dueOn : undefined;
  return (
    <>
      <label className="task-template small">
        {t.template}
        <select
          className="field"
          value=""
          disabled={until === undefined}
          onChange={(event) => {
            const template = templates?.find(({ code }) => code === event.target.value);
            if (template && until) props.onChange(milestonesFrom(template.milestones, today, until));
          }}
        >
          <option value="">—</option>
          {templates?.map((one) => (
            <option key={one.code} value={one.code}>
              {words(one.label)}
            </option>
          ))}
        </select>
        <span className="muted">{t.templateNote}</span>
      </label>
      <ListField {...props} widgets={officeWidgets} />
    </>
  );
}

const taskWidgets: Widgets = { ...officeWidgets, list: MilestonesField };

/** 立项 */
export function NewTask() {
  const me = useMe();
  return (
    <div className="new-task no-print">
      <Openings
        lifecycle={taskLifecycle}
        names={['setUp']}
        permits={(permission) => mayOpen(me, permission)}
        widgets={taskWidgets}
        open={(_name, answers, key) => setUpTask(answers, key)}
      />
    </div>
  );
}
