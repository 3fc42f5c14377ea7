import type { Words } from '../../kernel/words.ts';

/** 角色 — what an officer is in the centre. The three administrators (三员) are kept apart from all others. */
export const roleNames = [
  'callAgent',
  'intakeOfficer',
  'shiftLeader',
  'dispatcher',
  'unitOfficer',
  'inspector',
  'sectorLead',
  'leader',
  'evaluator',
  'financeOfficer',
  'systemAdministrator',
  'securityAdministrator',
  'auditAdministrator',
] as const;
export type Role = (typeof roleNames)[number];

export const roleLabels: Record<Role, Words> = {
  callAgent: { zh: '坐席员', en: 'Call agent' },
  intakeOfficer: { zh: '受理员', en: 'Intake officer' },
  shiftLeader: { zh: '值班长', en: 'Shift leader' },
  dispatcher: { zh: '派遣员', en: 'Dispatcher' },
  unitOfficer: { zh: '责任单位经办人', en: 'Unit officer' },
  inspector: { zh: '监督员', en: 'Inspector' },
  sectorLead: { zh: '片长', en: 'Sector lead' },
  leader: { zh: '领导', en: 'Leader' },
  evaluator: { zh: '考评员', en: 'Evaluator' },
  financeOfficer: { zh: '财务人员', en: 'Finance officer' },
  systemAdministrator: { zh: '系统管理员', en: 'System administrator' },
  securityAdministrator: { zh: '安全管理员', en: 'Security administrator' },
  auditAdministrator: { zh: '审计管理员', en: 'Audit administrator' },
};

/** 三员 — one sets the system up, one grants rights, one reads the audit; GB/T 22239-2019 §8.1.4. */
export const administrators: readonly Role[] = ['systemAdministrator', 'securityAdministrator', 'auditAdministrator'];

/** Roles bound to a unit: without one they would see nothing to do. */
export const rolesOfUnits: readonly Role[] = ['unitOfficer'];

/** What every operational role may do. */
const everyday = ['case.read', 'case.note', 'token.manage'] as const;

/** Anybody at the centre may report that something does not run, and see what is done about it. */
const machineRoom = ['uptime.read', 'uptime.report'] as const;

/** The centre's own posts see every case of the district; units, inspectors and sector leads see their own. */
const atTheCentre = [
  ...everyday,
  ...machineRoom,
  'case.readAll',
  'board.read',
  'task.read',
  'task.readAll',
  'meeting.read',
  'meeting.attend',
] as const;

/** The one table of who may do what. A permission that no route and no action uses is refused at start-up. */
export const rolePermissions: Record<Role, readonly string[]> = {
  callAgent: [...atTheCentre, 'case.report', 'case.followUp', 'case.reopen', 'case.reveal'],
  intakeOfficer: [
    ...atTheCentre,
    'case.report',
    'case.accept',
    'case.reject',
    'case.register',
    'case.close',
    'case.merge',
    'case.reveal',
  ],
  shiftLeader: [
    ...atTheCentre,
    'uptime.inspect',
    'task.manage',
    'meeting.manage',
    'case.report',
    'case.accept',
    'case.reject',
    'case.register',
    'case.close',
    'case.reopen',
    'case.approveFinally',
    'case.remind',
    'case.supervise',
    'case.rule',
    'case.void',
    'case.flag',
    'case.reveal',
    'case.export',
    'score.read',
  ],
  dispatcher: [
    ...atTheCentre,
    'case.split',
    'case.dispatch',
    'case.approve',
    'case.suspend',
    'case.remind',
    'case.merge',
    'case.flag',
    'score.read',
  ],
  unitOfficer: [
    ...everyday,
    'task.read',
    'task.handle',
    'meeting.read',
    'meeting.attend',
    'board.read',
    'case.report',
    'case.handle',
    'score.read',
  ],
  inspector: [...everyday, 'case.report', 'case.verify', 'case.check'],
  sectorLead: [...everyday, 'case.report', 'case.verify', 'case.check'],
  leader: [
    ...atTheCentre,
    'uptime.approve',
    'budget.read',
    'budget.approve',
    'target.read',
    'target.approve',
    'target.confirm',
    'publication.read',
    'publication.approve',
    'publication.template',
    'staff.read',
    'staff.approve',
    'task.manage',
    'task.approve',
    'meeting.manage',
    'meeting.approve',
    'case.report',
    'case.approveFinally',
    'case.remind',
    'case.supervise',
    'case.rule',
    'case.export',
    'score.read',
  ],
  evaluator: [
    ...atTheCentre,
    'case.export',
    'score.read',
    'score.manage',
    'target.read',
    'target.edit',
    'target.confirm',
  ],
  financeOfficer: [
    ...everyday,
    'staff.read',
    'staff.manage',
    'survey.manage',
    'budget.read',
    'budget.edit',
    'budget.pay',
    'budget.classify',
    'target.read',
    'target.edit',
    'publication.read',
    'publication.edit',
  ],
  systemAdministrator: [
    ...machineRoom,
    'uptime.manage',
    'uptime.handle',
    'uptime.inspect',
    'account.read',
    'account.manage',
    'organisation.manage',
    'calendar.manage',
    'catalogue.manage',
    'token.manage',
  ],
  securityAdministrator: [
    'account.read',
    'account.grant',
    'account.resetFactor',
    'session.endAny',
    'session.oversee',
    'look.read',
    'personal.find',
    'personal.export',
    'personal.erase',
  ],
  auditAdministrator: ['account.read', 'audit.read', 'look.read'],
};
