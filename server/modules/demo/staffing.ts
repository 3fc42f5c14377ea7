import type { Actor } from '../../kernel/actor.ts';
import type { Account } from '../accounts/model.ts';
import { permissionsOf } from '../accounts/rules.ts';
import type { Person } from './seed.ts';

/** Who does what in the centre's own year. */
export interface Staffing {
  leader: Actor;
  /** 系统管理员: keeps the machines. */
  engineer: Actor;
  /** 值班长: sets tasks up, calls meetings, looks after the machine rooms. */
  clerk: Actor;
  guards: readonly Actor[];
  agents: readonly Actor[];
  finance: Actor;
  attending: readonly Actor[];
  /** The officer of each unit, by unit code. */
  officers: ReadonlyMap<string, Actor>;
}

/** The posts of the centre that keep its own year going. */
export function staffingOf(people: readonly Person[]): Staffing {
  const as = (role: string) => people.filter(({ post }) => post.role === role).map(({ account }) => actorOf(account));
  const [leader, engineer, clerk, finance] = ['leader', 'systemAdministrator', 'shiftLeader', 'financeOfficer'].map(
    (role) => as(role)[0],
  );
  if (!leader || !engineer || !clerk || !finance) throw new Error('the demo centre lacks a post');
  const officers = new Map(
    people.flatMap(({ post, account }) =>
      post.role === 'unitOfficer' ? [[post.unitCode, actorOf(account)] as const] : [],
    ),
  );
  const attending = [
    clerk,
    ...as('dispatcher'),
    ...as('intakeOfficer'),
    ...as('evaluator'),
    ...as('callAgent'),
    leader,
  ];
  return { leader, engineer, clerk, finance, officers, attending, guards: as('shiftLeader'), agents: as('callAgent') };
}

export function actorOf(account: Account): Actor {
  const { id, jurisdictionId, name, roles, unitId } = account;
  return { id, jurisdictionId, name, roles, unitId, permissions: permissionsOf(roles), sessionId: null };
}
