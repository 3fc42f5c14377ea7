import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { taskLifecycle } from '../../../server/modules/office/lifecycle.ts';
import { milestonesFrom } from '../../../server/modules/office/rules.ts';
import { useText, useWords } from '../../i18n/language.ts';
import { Openings } from '../../kit/RecordActions.tsx';
import { mayOpen, useMe } from '../../session.ts';
import { setUpTask, templatesQuery } from './queries.ts';
import { officeText } from './text.ts';
import { officeWidgets } from './widgets.tsx';

/** 立项 — the form, its milestones laid out by a template between today and the date it is due. */
export function NewTask({ today }: { today: string }) {
  const t = useText(officeText);
  const words = useWords();
  const me = useMe();
  const may = mayOpen(me, taskLifecycle.openings.setUp.by);
  const { data: templates } = useQuery({ ...templatesQuery, enabled: may });
  const [code, setCode] = useState('');
  const [dueOn, setDueOn] = useState('');
  if (!may) return null;
  const template = templates?.find((one) => one.code === code);
  const known =
    template && dueOn > today ? { dueOn, milestones: milestonesFrom(template.milestones, today, dueOn) } : {};
  return (
    <div className="new-task no-print">
      <div className="new-task-template">
        <label className="small">
          {t.template}{' '}
          <select className="field" value={code} onChange={(event) => setCode(event.target.value)}>
            <option value="">—</option>
            {templates?.map((one) => (
              <option key={one.code} value={one.code}>
                {words(one.label)}
              </option>
            ))}
          </select>
        </label>
        {code && (
          <label className="small">
            {t.due}{' '}
            <input
              className="field"
              type="date"
              min={today}
              value={dueOn}
              onChange={(event) => setDueOn(event.target.value)}
            />
          </label>
        )}
      </div>
      <Openings
        key={`${code} ${dueOn}`}
        of={`${code}.${dueOn}`}
        lifecycle={taskLifecycle}
        names={['setUp']}
        permits={(permission) => mayOpen(me, permission)}
        widgets={officeWidgets}
        known={known}
        open={(_name, answers, key) => setUpTask(answers, key)}
      />
    </div>
  );
}
