import { type Instant, instant, localDate, millis } from '../../kernel/instant.ts';
import { answerSurvey, handleSurvey, prepareSurvey } from '../staff/survey-commands.ts';
import type { Year } from './office-year.ts';
import type { Random } from './random.ts';

const DAY = 86_400_000;

/** Surveys of the staff and of those who use the platform that are over, and one of citizens that is open. */
export async function surveyTheYear(year: Year, random: Random): Promise<void> {
  const { tx, jurisdictionId, cast, origin } = year;
  const deed = (now: Instant) => ({ tx, jurisdictionId, actor: cast.finance, now, origin });
  const day = (at: Instant) => localDate(at, year.timeZone);
  const later = (days: number): Instant => instant(Math.min(millis(year.from) + days * DAY, millis(year.now)));
  const ask = async (title: string, question: string, audience: string, asked: number, from: Instant, to: Instant) => {
    const input = { title, question, audience, asked, opensOn: day(from), closesOn: day(to) };
    const { id } = await prepareSurvey(deed(from), input);
    await handleSurvey(deed(from), { id, action: 'openSurvey', input: {}, version: null });
    return id;
  };
  const close = (id: string, at: Instant) =>
    handleSurvey(deed(at), { id, action: 'closeSurvey', input: {}, version: null });
  const answerOf = () => {
    const drawn = random();
    return drawn < 0.72 ? 'satisfied' : drawn < 0.94 ? 'fairly' : 'dissatisfied';
  };
  const [from, to] = [later(year.days - 60), later(year.days - 46)];
  const staff = await ask('年度员工满意度', '您对中心的工作条件和管理满意吗？', 'staff', 26, from, to);
  for (const actor of cast.attending.slice(0, 21))
    await answerSurvey(tx, actor, staff, { answer: answerOf(), remark: '' }, from);
  await close(staff, to);
  const [opened, closes] = [later(year.days - 8), instant(millis(year.now) + 12 * DAY)];
  const citizens = await ask('热线服务满意度', '您对这次热线服务满意吗？', 'citizens', 60, opened, closes);
  for (let i = 0; i < 37; i++)
    await answerSurvey(tx, cast.finance, citizens, { answer: answerOf(), remark: '' }, opened);
  const users = await ask('平台用户满意度', '您对平台满足您的工作需要满意吗？', 'users', 24, from, to);
  for (const actor of [...cast.officers.values()].slice(0, 16))
    await answerSurvey(tx, actor, users, { answer: answerOf(), remark: '' }, from);
  await close(users, to);
}
