import type { Actor } from '../../kernel/actor.ts';
import { type Instant, instant, millis } from '../../kernel/instant.ts';
import { isRefusal } from '../../kernel/refusal.ts';
import { handlingClock } from '../cases/clocks.ts';
import { pickResponsible } from '../catalogue/rules.ts';
import { between, type Random } from './random.ts';
import { type Cast, Telling, type Twin } from './telling.ts';
import { handlingReports } from './words-of-callers.ts';
import type { World } from './world.ts';

/**
 * 一件案卷的经历 — what becomes of one report: each step is planned after the one before, with the delay a person would
 * take, and decided by the rules. Chances are those of a district that works, with the faults every district has.
 */
export class Story extends Telling {
  private readonly twin: Twin;

  constructor(world: World, cast: Cast, random: Random, id: string, twin: Twin) {
    super(world, cast, random, id);
    this.twin = twin;
  }

  begin(now: Instant): void {
    if (this.twin) this.after(now, 10, 60, (then) => this.mergeInto(then));
    else if (!this.world.leftToVisitor(this.kase, 0.07, this.random))
      this.after(now, 2, this.chance(0.04) ? 55 : 22, (then) => this.intake(then));
  }

  private mergeInto(now: Instant): void {
    const main = this.twin && this.world.cases.get(this.twin.of)?.kase;
    if (main && !['closed', 'rejected', 'voided', 'merged'].includes(main.state)) {
      this.does(this.one(this.cast.intake), now, 'merge', { intoId: main.id, note: '同一地点同一问题' });
    } else this.intake(now);
  }

  private intake(now: Instant): void {
    const officer = this.one(this.cast.intake);
    const { nature, source } = this.kase;
    if (nature === 'enquiry')
      return this.does(officer, now, 'answer', {
        reply: '您好，您咨询的事项已查询政策原文，现将办理条件、所需材料和窗口地址告知如下，请按此办理。',
      });
    if (this.chance(0.05))
      return this.does(officer, now, 'reject', {
        reason: this.one(['outOfScope', 'privateMatter', 'tooVague', 'otherRoute']),
        reply: '您好，您反映的事项不属于本平台受理范围，建议通过相应渠道解决，我们已将联系方式一并告知。',
      });
    const fromCitizen = source === 'hotline' || source === 'web' || source === 'kiosk';
    if (fromCitizen && this.chance(0.3) && this.inspector()) {
      this.does(officer, now, 'sendToVerify', { inspectorId: this.inspector()?.id ?? null });
      return this.inOfficeTime(now, 20, this.chance(0.08) ? 170 : 100, (then) => this.verify(then));
    }
    this.accept(now, officer);
  }

  private inspector(): Actor | undefined {
    return this.cast.inspectors.get(this.kase.place?.communityCode ?? '');
  }

  private verify(now: Instant): void {
    const inspector = this.inspector();
    if (!inspector) return;
    const exists = !this.chance(0.07);
    this.does(inspector, now, 'verify', { exists, note: exists ? '现场情况属实。' : '到场查看，未发现所述问题。' });
    this.after(now, 3, 20, (then) =>
      exists
        ? this.accept(then, this.one(this.cast.intake))
        : this.does(this.one(this.cast.intake), then, 'reject', {
            reason: 'notFound',
            reply: '您好，工作人员已到现场核实，未发现您反映的情况。如情况再次出现，请随时联系我们。',
          }),
    );
  }

  private accept(now: Instant, officer: Actor): void {
    const { categoryId } = this.kase;
    if (categoryId === null) throw new Error('a demo case has no category');
    this.does(officer, now, 'accept', { categoryId });
    this.atDesk(now, 3, this.chance(0.03) ? 60 : 25, (then) => this.register(then));
  }

  private register(now: Instant): void {
    const conditions = this.world.ground.catalogue.conditions.get(this.kase.categoryId ?? '') ?? [];
    const condition = this.one(conditions);
    this.does(this.one(this.cast.shiftLeaders), now, 'register', { conditionId: condition.id });
    if (this.chance(0.01))
      this.does(this.one(this.cast.shiftLeaders), now, 'flagUrgent', { note: '影响通行，请优先处置' });
    if (this.chance(0.008)) return this.inOfficeTime(now, 5, 25, (then) => this.split(then, condition.id));
    this.atDesk(now, 3, this.chance(0.03) ? 60 : 25, (then) => this.dispatch(then, this.chance(0.05)));
  }

  private split(now: Instant, conditionId: string): void {
    const parts = [
      { description: `${this.kase.description}（先行围护、恢复通行）`, conditionId },
      { description: `${this.kase.description}（后续修复）`, conditionId },
    ];
    this.does(this.one(this.cast.dispatchers), now, 'split', { parts });
    for (const { id } of this.kase.subCases) {
      const part = new Story(this.world, this.cast, this.random, id, null);
      part.inOfficeTime(now, 3, 25, (then) => part.dispatch(then, false));
    }
  }

  private rightUnit(): string {
    const { catalogue } = this.world.ground;
    const { place, categoryId } = this.kase;
    const category = catalogue.byId.get(categoryId ?? '');
    const areas = [place?.sectorCode, place?.communityCode, place?.subdistrictCode].filter((code) => code != null);
    const found = category && pickResponsible(catalogue.responsibilities, category, areas);
    const unitId = found?.responsibility.unitId;
    return unitId && this.cast.officers.has(unitId) ? unitId : this.one([...this.cast.officers.keys()]);
  }

  private dispatch(now: Instant, toWrongUnit: boolean): void {
    const right = this.rightUnit();
    const unitId = toWrongUnit ? this.one([...this.cast.officers.keys()].filter((id) => id !== right)) : right;
    const others = [...this.cast.officers.keys()].filter((id) => id !== unitId);
    this.does(this.one(this.cast.dispatchers), now, 'dispatch', {
      unitId,
      assistUnitIds: this.chance(0.03) ? [this.one(others)] : [],
    });
    const officer = this.cast.officers.get(unitId);
    if (!officer) return;
    if (unitId !== right || this.chance(0.006)) {
      return this.inOfficeTime(now, 20, 180, (then) => this.decline(then, officer, right));
    }
    this.atShareOfLimit(now, this.chance(0.03) ? 0.5 : between(this.random, 0.02, 0.2), (then) =>
      this.acknowledge(then, officer),
    );
  }

  private decline(now: Instant, officer: Actor, right: string): void {
    const reason = this.one(['notOurDuty', 'notOurArea', 'needsAnotherUnit']);
    this.does(officer, now, 'decline', {
      reason,
      note: '经核对职责清单和权属，不在本单位范围，建议改派。',
      suggestedUnitId: officer.unitId === right ? null : right,
    });
    if (this.kase.state === 'disputed') {
      return this.atDesk(now, 60, 420, (then) => {
        this.does(this.one(this.cast.leaders), then, 'rule', {
          unitId: right,
          assistUnitIds: [],
          reason: '设施权属虽有争议，日常养护由该单位承担，按“先处置、后明责”的原则由其主办。',
        });
        const ruled = this.cast.officers.get(right);
        if (ruled) this.atShareOfLimit(then, 0.1, (later) => this.acknowledge(later, ruled));
      });
    }
    this.atDesk(now, 5, 25, (then) => this.dispatch(then, this.chance(0.15)));
  }

  private acknowledge(now: Instant, officer: Actor): void {
    this.does(officer, now, 'acknowledge');
    if (this.chance(0.004)) return this.suspend(now, officer);
    this.work(now, officer, 1);
  }

  /** Works for a share of the limit that the unit's pace, and luck, decide. */
  private work(now: Instant, officer: Actor, part: number): void {
    const clock = handlingClock(this.kase);
    if (!clock) return;
    const pace = this.cast.pace.get(officer.unitId ?? '') ?? 0.8;
    const luck = 0.25 + 0.6 * this.random() ** 1.4;
    const share = this.chance(0.03 * pace ** 4) ? between(this.random, 1.05, 1.8) : Math.min(0.97, luck * pace * part);
    if (share > 0.7 && share < 1 && this.chance(0.2)) this.askExtension(now, officer);
    if (share > 1) this.hurry(clock.dueAt);
    this.atShareOfLimit(now, share, (then) => this.report(then, officer));
  }

  private askExtension(now: Instant, officer: Actor): void {
    this.inOfficeTime(now, 10, 60, (then) => {
      if (
        !this.tries(officer, then, 'requestExtension', {
          limit: { amount: 1, unit: 'workdays' },
          reason: '配件需要调拨，预计延后一个工作日。',
        })
      )
        return;
      this.inOfficeTime(then, 10, 40, (later) => {
        if (!this.tries(this.one(this.cast.dispatchers), later, 'endorseExtension')) return;
        this.inOfficeTime(
          later,
          10,
          40,
          (last) => void this.tries(this.one(this.cast.leaders), last, 'grantExtension'),
        );
      });
    });
  }

  /** What the centre does about a case that runs late. */
  private hurry(dueAt: Instant): void {
    this.inOfficeTime(instant(Math.max(millis(dueAt), 0)), 5, 60, (then) => {
      this.tries(this.one(this.cast.dispatchers), then, 'remind', { note: '已超过处置时限，请尽快反馈。' });
      if (!this.chance(0.35)) return;
      this.inOfficeTime(then, 30, 120, (later) => {
        if (
          !this.tries(this.one(this.cast.shiftLeaders), later, 'supervise', {
            text: '请说明超期原因并在一个工作日内办结。',
            answerWithin: { amount: 1, unit: 'workdays' },
          })
        )
          return;
        const { number } = this.kase.supervisions.at(-1) ?? { number: 0 };
        const officer = this.cast.officers.get(this.kase.unitId ?? '');
        if (officer)
          this.inOfficeTime(
            later,
            60,
            420,
            (last) => void this.tries(officer, last, 'answerSupervision', { number, text: '已增派人手，正在处置。' }),
          );
      });
    });
  }

  private suspend(now: Instant, officer: Actor): void {
    const reviewOn = new Date(millis(now) + between(this.random, 20, 120) * 86_400_000).toISOString().slice(0, 10);
    this.inOfficeTime(now, 30, 200, (then) => {
      if (
        this.tries(officer, then, 'requestSuspension', {
          reviewOn,
          reason: '须随道路改造一并实施，目前不具备施工条件。',
        })
      ) {
        this.tries(this.one(this.cast.dispatchers), then, 'suspend', { reviewOn, reason: '同意随改造工程实施。' });
      }
      this.world.at(Date.parse(`${reviewOn}T01:00:00Z`), (later) => {
        if (!isRefusal(this.world.take(null, later, this.id, 'resumeOnReview', {}))) this.work(later, officer, 1);
      });
    });
  }

  private report(now: Instant, officer: Actor): void {
    if (this.kase.state !== 'handling') return;
    this.does(officer, now, 'reportFixed', {
      note: this.one(handlingReports),
      photos: this.chance(0.12) ? [this.world.photograph(officer, now, 'after')] : [],
    });
    const inspector = this.inspector();
    if (!inspector) return;
    this.inOfficeTime(now, 5, 30, (then) => {
      this.tries(this.one(this.cast.intake), then, 'sendToCheck', { inspectorId: inspector.id });
      this.inOfficeTime(then, 20, this.chance(0.04) ? 330 : 170, (later) => this.check(later, inspector, officer));
    });
  }

  private check(now: Instant, inspector: Actor, officer: Actor): void {
    const fixed = !this.chance(0.025);
    if (!this.tries(inspector, now, 'checkFix', { fixed, note: fixed ? '现场已恢复。' : '问题仍在，处置不彻底。' }))
      return;
    if (fixed) return this.atDesk(now, 8, this.chance(0.02) ? 300 : 90, (then) => this.close(then));
    this.atDesk(now, 5, 25, (then) => {
      this.does(this.one(this.cast.dispatchers), then, 'rework', { note: '请按结案条件重新处置。' });
      this.work(then, officer, 0.4);
    });
  }

  private close(now: Instant): void {
    this.does(this.one(this.cast.shiftLeaders), now, 'close', {
      outcome: 'fixed',
      reply: '您好，您反映的问题已由责任单位处置完毕，经现场核查属实，感谢您的监督。',
    });
    const { parentId, reporterId } = this.kase;
    if (parentId) this.closeParent(now, parentId);
    else if (reporterId) this.inOfficeTime(now, 30, 600, (then) => this.followUp(then));
  }

  private closeParent(now: Instant, parentId: string): void {
    const parent = this.world.case(parentId);
    if (parent.subCases.some((sub) => !sub.ended)) return;
    const story = new Story(this.world, this.cast, this.random, parentId, null);
    story.inOfficeTime(now, 10, 60, (then) =>
      story.does(this.one(this.cast.shiftLeaders), then, 'close', {
        outcome: 'fixed',
        reply: '各子案卷均已办结，问题得到解决。',
      }),
    );
  }

  private followUp(now: Instant): void {
    const reached = this.chance(0.9);
    const solved = reached ? this.chance(0.985) : null;
    const pleased = reached && solved === true && this.chance(0.99);
    const satisfaction = reached ? (pleased ? (this.chance(0.82) ? 'satisfied' : 'fairly') : 'dissatisfied') : null;
    const agent = this.one(this.cast.callAgents);
    this.does(agent, now, 'followUp', { reached, solved, satisfaction, note: reached ? '' : '两次拨打无人接听。' });
    if (
      solved === false &&
      this.kase.round === 1 &&
      this.tries(agent, now, 'reopen', { reason: '回访时市民反映问题再次出现。' })
    ) {
      this.inOfficeTime(now, 5, 25, (then) => this.dispatch(then, false));
    }
  }
}
