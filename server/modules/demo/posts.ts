import type { Role } from '../accounts/roles.ts';
import { officeCode } from './data/units.ts';
import type { District } from './district.ts';

/** One post of the demo district, from which an account is made; what it answers for becomes a duty in `geo`. */
export interface Post {
  role: Role;
  unitCode: string;
  /** Communities of an inspector, the sector of a sector lead; empty for everybody else. */
  areaCodes: string[];
  /** Generic, so that nobody is taken for a person. */
  name: string;
  username: string;
  /** Among the few accounts that are named to whoever starts the demo. */
  shown: boolean;
}

interface Desk {
  role: Role;
  unitCode: string;
  title: string;
  username: string;
  posts: number;
}

/** The desks of the centre. Call agents come from one staffing agency; the three administrators are never one person. */
const desks: readonly Desk[] = [
  { role: 'callAgent', unitCode: 'PQA', title: '坐席员', username: 'zuoxi', posts: 8 },
  { role: 'intakeOfficer', unitCode: 'ZX', title: '受理员', username: 'shouli', posts: 5 },
  { role: 'shiftLeader', unitCode: 'ZX', title: '值班长', username: 'zhibanzhang', posts: 3 },
  { role: 'dispatcher', unitCode: 'ZX', title: '派遣员', username: 'paiqian', posts: 4 },
  { role: 'leader', unitCode: 'ZX', title: '领导', username: 'lingdao', posts: 2 },
  { role: 'evaluator', unitCode: 'ZX', title: '考评员', username: 'kaoping', posts: 2 },
  { role: 'financeOfficer', unitCode: 'ZX', title: '财务员', username: 'caiwu', posts: 1 },
  { role: 'systemAdministrator', unitCode: 'ZX', title: '系统管理员', username: 'xitong', posts: 1 },
  { role: 'securityAdministrator', unitCode: 'ZX', title: '安全管理员', username: 'anquan', posts: 1 },
  { role: 'auditAdministrator', unitCode: 'ZX', title: '审计管理员', username: 'shenji', posts: 1 },
];

/** An inspector walks about a hundred cells: two communities. */
const COMMUNITIES_OF_AN_INSPECTOR = 2;
const INSPECTORS = 'PQB';

/** Every post of the district: the desks, an officer in every unit, inspectors, and a lead for every sector. */
export function districtPosts(district: District): Post[] {
  return [...deskPosts(), ...unitPosts(district), ...inspectorPosts(district), ...sectorPosts(district)];
}

function numbered(title: string, username: string, number: number): Pick<Post, 'name' | 'username' | 'shown'> {
  const digits = String(number).padStart(2, '0');
  return { name: `演示·${title}${digits}`, username: `${username}${digits}`, shown: number === 1 };
}

function deskPosts(): Post[] {
  return desks.flatMap(({ role, unitCode, title, username, posts }) =>
    Array.from({ length: posts }, (_, i) => ({ role, unitCode, areaCodes: [], ...numbered(title, username, i + 1) })),
  );
}

function unitPosts({ units }: District): Post[] {
  return units
    .filter(({ kind }) => kind !== 'centre' && kind !== 'agency')
    .map(({ code }, i) => ({
      role: 'unitOfficer',
      unitCode: code,
      areaCodes: [],
      ...numbered('经办人', 'jingban', i + 1),
    }));
}

function inspectorPosts({ areas }: District): Post[] {
  const communities = areas.filter(({ level }) => level === 'community').map(({ code }) => code);
  const posts: Post[] = [];
  for (let i = 0; i < communities.length; i += COMMUNITIES_OF_AN_INSPECTOR) {
    const areaCodes = communities.slice(i, i + COMMUNITIES_OF_AN_INSPECTOR);
    posts.push({
      role: 'inspector',
      unitCode: INSPECTORS,
      areaCodes,
      ...numbered('监督员', 'jiandu', posts.length + 1),
    });
  }
  return posts;
}

/** Sector leads belong to the office of their sub-district. */
function sectorPosts({ areas, division }: District): Post[] {
  return areas
    .filter(({ level }) => level === 'sector')
    .map(({ code }, i) => {
      const unitCode = officeCode(code.slice(division.length, division.length + 3));
      return { role: 'sectorLead', unitCode, areaCodes: [code], ...numbered('片长', 'pianzhang', i + 1) };
    });
}
