import type { ObjectKind, Scheme } from './model.ts';

/**
 * 综合指标值 — the published formulas of the CJ/T 292 family, as they are used where a district has set none of its own
 * Bands are for one month.
 */
const acceptedBands = [
  { upTo: 100, points: 0 },
  { upTo: 300, points: 40 },
  { upTo: 500, points: 60 },
  { upTo: 1200, points: 75 },
  { upTo: 2000, points: 90 },
  { upTo: null, points: 100 },
];

const usual = { minSample: 30, settleDays: 7 };

const area: Scheme = {
  ...usual,
  parts: [
    { indicator: 'publicReportRate', weight: 0.125, inverted: true },
    { indicator: 'closingRate', weight: 0.375, inverted: false },
    { indicator: 'onTimeClosingRate', weight: 0.5, inverted: false },
  ],
  note: {
    zh: '单元网格公式中的立案数分档只适用于单元网格；街道、社区不计该项，其 20% 按比例分给其余各项。',
    en: 'The bands for the number registered suit a unit-grid cell only; for larger areas its 20 % is spread over the rest.',
  },
};

export const defaultSchemes: Record<ObjectKind, Scheme> = {
  cell: {
    ...usual,
    parts: [
      { indicator: 'publicReportRate', weight: 0.1, inverted: true },
      {
        indicator: 'registered',
        weight: 0.2,
        inverted: false,
        bands: [
          { upTo: 0, points: 100 },
          { upTo: 2, points: 90 },
          { upTo: 4, points: 75 },
          { upTo: 6, points: 60 },
          { upTo: 8, points: 40 },
          { upTo: null, points: 0 },
        ],
      },
      { indicator: 'closingRate', weight: 0.3, inverted: false },
      { indicator: 'onTimeClosingRate', weight: 0.4, inverted: false },
    ],
    note: {
      zh: '按期结案率：有的系统实际按 10% 计算，各项合计只有 70%；此处按 40% 补足为 100%。',
      en: 'On-time closing: one implementation weighs it 10 %, which leaves the sum at 70 %; it is read as 40 % here.',
    },
  },
  subdistrict: area,
  community: area,
  unit: {
    ...usual,
    parts: [
      {
        indicator: 'due',
        weight: 0.1,
        inverted: false,
        bands: [
          { upTo: 50, points: 100 },
          { upTo: 100, points: 90 },
          { upTo: 200, points: 75 },
          { upTo: 500, points: 60 },
          { upTo: 1000, points: 40 },
          { upTo: null, points: 0 },
        ],
      },
      { indicator: 'closingRate', weight: 0.3, inverted: false },
      { indicator: 'onTimeHandlingRate', weight: 0.3, inverted: false },
      { indicator: 'reworkRate', weight: 0.3, inverted: true },
    ],
    note: {
      zh: '单位先分组，再在组内排名。单位的立案数按期内到期的轮次计。',
      en: 'Units are ranked within their group only. The number registered for a unit is read as the rounds due in the period.',
    },
  },
  inspector: {
    ...usual,
    parts: [
      { indicator: 'validReportRate', weight: 0.4, inverted: false },
      { indicator: 'missedReportRate', weight: 0.2, inverted: true },
      { indicator: 'onTimeVerificationRate', weight: 0.2, inverted: false },
      { indicator: 'onTimeCheckRate', weight: 0.2, inverted: false },
    ],
    note: { zh: '', en: '' },
  },
  intakeOfficer: {
    ...usual,
    parts: [
      { indicator: 'accepted', weight: 0.25, inverted: false, bands: acceptedBands },
      { indicator: 'onTimeVerificationSendingRate', weight: 0.4, inverted: false },
      { indicator: 'onTimeCheckSendingRate', weight: 0.35, inverted: false },
    ],
    note: { zh: '', en: '' },
  },
  shiftLeader: {
    ...usual,
    parts: [
      { indicator: 'onTimeRegistrationRate', weight: 0.25, inverted: false },
      { indicator: 'accurateRegistrationRate', weight: 0.4, inverted: false },
      { indicator: 'promptClosingRate', weight: 0.35, inverted: false },
    ],
    note: { zh: '', en: '' },
  },
  dispatcher: {
    ...usual,
    parts: [
      { indicator: 'dispatched', weight: 0.2, inverted: false, bands: acceptedBands },
      { indicator: 'onTimeDispatchRate', weight: 0.4, inverted: false },
      { indicator: 'accurateDispatchRate', weight: 0.4, inverted: false },
    ],
    note: { zh: '', en: '' },
  },
};
