import type { Words } from '../../../kernel/words.ts';

/** 办理模板 — the nodes that tasks of one kind usually have, each at its share of the time. Local practice; change at will. */
export interface TaskTemplate {
  code: string;
  label: Words;
  milestones: readonly { name: string; share: number }[];
}

export const taskTemplates: readonly TaskTemplate[] = [
  {
    code: 'decision',
    label: { zh: '决策事项', en: 'A decision to carry out' },
    milestones: [
      { name: '制定方案', share: 0.2 },
      { name: '部署落实', share: 0.4 },
      { name: '中期检查', share: 0.7 },
      { name: '总结报告', share: 1 },
    ],
  },
  {
    code: 'purchase',
    label: { zh: '采购事项', en: 'A purchase' },
    milestones: [
      { name: '需求确认', share: 0.2 },
      { name: '采购实施', share: 0.6 },
      { name: '履约验收', share: 1 },
    ],
  },
  {
    code: 'project',
    label: { zh: '信息化项目', en: 'A software project' },
    milestones: [
      { name: '立项批复', share: 0.1 },
      { name: '需求与设计评审', share: 0.25 },
      { name: '招标与合同', share: 0.4 },
      { name: '开发与部署', share: 0.7 },
      { name: '试运行', share: 0.85 },
      { name: '等保测评', share: 0.92 },
      { name: '竣工验收', share: 1 },
    ],
  },
  {
    code: 'campaign',
    label: { zh: '专项整治', en: 'A campaign' },
    milestones: [
      { name: '排查摸底', share: 0.25 },
      { name: '集中整治', share: 0.75 },
      { name: '验收巩固', share: 1 },
    ],
  },
];
