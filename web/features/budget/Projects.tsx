import { useState } from 'react';
import { project as projectShape } from '../../../server/modules/budget/lifecycle.ts';
import type { projectCategories } from '../../../server/modules/budget/model.ts';
import { useText } from '../../i18n/language.ts';
import type { May } from '../../kit/ActionBar.tsx';
import { Icon } from '../../kit/Icon.tsx';
import { showMoney } from '../../kit/moneyText.ts';
import { Facts, Section } from '../../kit/Page.tsx';
import { RecordActions } from '../../kit/RecordActions.tsx';
import { SchemaForm } from '../../kit/SchemaForm.tsx';
import { Scroll } from '../../kit/Scroll.tsx';
import { StatusMark } from '../../kit/StatusMark.tsx';
import { schemaOf } from '../../kit/shapeSchema.ts';
import { toast } from '../../kit/Toast.tsx';
import { actOnBudget, type Budget, type Project, refreshBudget } from './queries.ts';
import { budgetText } from './text.ts';

const schema = schemaOf(projectShape, {
  code: {
    label: { zh: '项目代码', en: 'Code' },
    help: { zh: '字母、数字和连字符，如 XM01。', en: 'Letters, digits and hyphens, e.g. XM01.' },
  },
  nameZh: { label: { zh: '项目名称', en: 'Name' } },
  category: {
    label: { zh: '项目类别', en: 'Category' },
    choices: {
      personnel: { zh: '人员类', en: 'Personnel' },
      operation: { zh: '运转类', en: 'Operation' },
      purpose: { zh: '特定目标类', en: 'Specific purpose' },
    },
  },
  firstYear: { label: { zh: '起始年度', en: 'First year' } },
  lastYear: { label: { zh: '结束年度', en: 'Last year' } },
  ownerZh: { label: { zh: '责任处室或责任人', en: 'Owner' } },
  basis: { label: { zh: '立项依据', en: 'Basis' }, widget: 'textarea' },
  goalZh: { label: { zh: '总体目标', en: 'Goal' }, widget: 'textarea' },
});

/** 项目库 — what money may be given to: put forward by one, reviewed by another, and only then submitted. */
export function Projects({ budget }: { budget: Budget }) {
  const t = useText(budgetText);
  const [open, setOpen] = useState<string>();
  const put = budget.may.find(({ action, refusal }) => action === 'putProject' && !refusal);
  const sums = Map.groupBy(budget.lines, ({ projectCode }) => projectCode);
  const sumOf = (code: string) => (sums.get(code) ?? []).reduce((sum, { fen }) => sum + fen, 0);
  return (
    <Section
      title={t.tabs.projects}
      note={t.projectsNote}
      actions={
        put && (
          <button type="button" className="button primary" onClick={() => setOpen(open === 'new' ? undefined : 'new')}>
            <Icon name="plus" size={14} />
            {t.newProject}
          </button>
        )
      }
    >
      {open === 'new' && <ProjectForm budget={budget} close={() => setOpen(undefined)} />}
      {budget.projects.length === 0 && <p className="muted">{t.noProjects}</p>}
      {budget.projects.length > 0 && (
        <Scroll label={t.tabs.projects}>
          <table className="plain-table">
            <thead>
              <tr>
                <th>{t.projectCode}</th>
                <th>{t.name}</th>
                <th>{t.category}</th>
                <th>{t.period}</th>
                <th>{t.owner}</th>
                <th className="number">{t.amount}</th>
                <th>{t.state}</th>
              </tr>
            </thead>
            <tbody>
              {budget.projects.map((one) => (
                <tr key={one.code}>
                  <td className="mono">{one.code}</td>
                  <td>
                    <button
                      type="button"
                      className="link"
                      aria-expanded={open === one.code}
                      onClick={() => setOpen(open === one.code ? undefined : one.code)}
                    >
                      {one.nameZh}
                    </button>
                  </td>
                  <td className="nowrap">{t.categories[one.category as (typeof projectCategories)[number]]}</td>
                  <td className="nowrap">{periodOf(one)}</td>
                  <td>{one.ownerZh || '—'}</td>
                  <td className="number">{showMoney(sumOf(one.code)) || '—'}</td>
                  <td className="nowrap">
                    <ReviewMark project={one} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {budget.projects.map(
        (one) =>
          open === one.code && (
            <ProjectSheet key={one.code} budget={budget} project={one} close={() => setOpen(undefined)} />
          ),
      )}
    </Section>
  );
}

const periodOf = ({ firstYear, lastYear }: Project) =>
  firstYear || lastYear ? `${firstYear ?? ''}–${lastYear ?? ''}` : '—';

function ReviewMark({ project }: { project: Project }) {
  const t = useText(budgetText);
  if (project.reviewed) return <StatusMark look="done" label={t.reviewed} />;
  const refused = project.review !== undefined && !project.review.passed;
  return <StatusMark look={refused ? 'refused' : 'waiting'} label={refused ? t.notPassed : t.unreviewed} />;
}

/** One project: what is kept of it, its review, and what this officer may do with it. */
function ProjectSheet({ budget, project, close }: { budget: Budget; project: Project; close: () => void }) {
  const t = useText(budgetText);
  const [editing, setEditing] = useState(false);
  const may = budget.may.flatMap((one): May[] => {
    if (one.action === 'reviewProject' || one.action === 'removeProject') return [ofProject(one)];
    return [];
  });
  const mayPut = budget.may.some(({ action, refusal }) => action === 'putProject' && !refusal);
  const { review } = project;
  if (editing) return <ProjectForm budget={budget} project={project} close={() => setEditing(false)} />;
  return (
    <section className="actions-form" aria-label={project.nameZh}>
      <h3>{project.nameZh}</h3>
      <Facts
        rows={[
          [t.basis, project.basis],
          [t.goal, project.goalZh],
          [t.proposedBy, project.proposedBy && budget.names[project.proposedBy]],
          [
            t.review,
            review &&
              [review.passed ? t.reviewed : t.notPassed, review.on, review.by && budget.names[review.by], review.note]
                .filter(Boolean)
                .join(' · '),
          ],
        ]}
      />
      <div className="page-actions start">
        {mayPut && (
          <button type="button" className="button" onClick={() => setEditing(true)}>
            {t.edit}
          </button>
        )}
        <button type="button" className="button quiet" onClick={close}>
          {t.close}
        </button>
      </div>
      <RecordActions
        of={`${budget.id}.${project.code}`}
        may={may}
        act={async (action, answers, key) => {
          await actOnBudget(budget, action, { ...answers, code: project.code }, key);
          close();
        }}
        refresh={refreshBudget}
      />
    </section>
  );
}

/** The code is that of the sheet on which the button stands: it is not asked. */
function ofProject(one: Budget['may'][number]): May {
  const { properties = {}, required = [], ...form } = one.form as { properties?: object; required?: string[] };
  const { code: _, ...asked } = properties as Record<string, object>;
  return { ...one, form: { ...form, properties: asked, required: required.filter((name) => name !== 'code') } };
}

function ProjectForm({ budget, project, close }: { budget: Budget; project?: Project; close: () => void }) {
  const t = useText(budgetText);
  const { properties = {} } = schema;
  const form = project
    ? { ...schema, properties: { ...properties, code: { ...properties.code, const: project.code } } }
    : schema;
  return (
    <section className="actions-form" aria-label={project?.nameZh ?? t.newProject}>
      <h3>{project?.nameZh ?? t.newProject}</h3>
      {project?.reviewed && <p className="muted">{t.reviewAgain}</p>}
      <SchemaForm
        schema={form}
        known={project ?? { category: 'operation', firstYear: budget.year, lastYear: budget.year }}
        submitLabel={t.putProject}
        autoFocus
        onCancel={close}
        onSubmit={async (answers, key) => {
          await actOnBudget(
            budget,
            'putProject',
            { project: { ...answers, code: project?.code ?? answers.code } },
            key,
          );
          toast(t.saved, { look: 'done' });
          close();
        }}
      />
    </section>
  );
}
