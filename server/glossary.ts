/** One word of the centre's work: how the paper writes it, how the code does, and what it means here. */
export interface Term {
  /** The words officers read; the first is the one to use. */
  zh: readonly string[];
  en: string;
  /** Its names in code, tables, routes, permissions and settings. */
  names: readonly string[];
  means: string;
  /** Where the word comes from: a standard, a rule, practice, or this project. */
  source: string;
}

export interface Chapter {
  title: string;
  terms: readonly Term[];
}

/** Reads a table of `中文 | English | names | meaning | source`. */
export function terms(table: string): Term[] {
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [zh = '', en = '', names = '', means = '', source = ''] = line.split('|').map((cell) => cell.trim());
      return { zh: zh.split('、'), en, names: names.split(' ').filter(Boolean), means, source };
    });
}

/**
 * 词汇表 — every word of the domain. Within a chapter a name stands once. Three Chinese words are taken apart: 事件 is a
 * managed `event` of the catalogue, an `entry` of the log, and never an emergency; 核实 (`verify`) comes before
 * registration and 核查 (`checkFix`) after handling; 督办 (`supervise`) is an order, 监督员 (`inspector`) a person.
 */
export const glossary: readonly Chapter[] = [
  {
    title: 'States of a case',
    terms: terms(`
案卷状态 | state | state | Where a case stands in its life. What is owed next, and by whom, follows from it. | GB/T 30428.8
待受理 | awaiting acceptance | reported | Somebody reported it; the centre has not decided about it. | GB/T 30428.8
核实中 | being verified | verifying | An inspector was asked whether it is really there. | GB/T 30428.8
待立案 | awaiting registration | accepted | Taken up; the shift leader decides whether it becomes a case in law. | GB/T 30428.8
待派遣 | awaiting dispatch | registered | A case in law with a limit; no unit has it yet. | GB/T 30428.8
分解办理中 | split | split | Divided; it waits until all its sub-cases have ended. | practice
待责任认定 | awaiting ruling | disputed | Declined as often as is allowed; the centre must rule whose it is. | practice
待签收 | awaiting acknowledgement | dispatched | Sent to a unit that has not opened it yet. | practice
处置中 | being handled | handling | The unit works on it. | GB/T 30428.8
挂账 | suspended | suspended | Cannot be handled for now; stays on the books without a running limit, with a day of review. | practice
待核查 | awaiting check | handled | The unit says it is done; nobody else has looked yet. | GB/T 30428.8
核查未通过 | check failed | failed | The inspector found it not fixed; rework must be ordered. | GB/T 30428.8
待结案 | awaiting closing | checked | Found fixed; the centre has still to close it. | GB/T 30428.8
已结案 | closed | closed | Done with. May be reopened within a window. | GB/T 30428.8
不予立案 | rejected | rejected | Ended without registration, with a reason and an answer to the reporter. | GB/T 30428.8
已作废 | voided | voided | Entered by mistake; scored nowhere. | practice
已并入 | merged | merged | A duplicate that lives on in another case; its reporter is answered with that one. | practice
`),
  },
  {
    title: 'What is done to a case',
    terms: terms(`
办理 | action | action | A step of the life-cycle that somebody takes, with a form and its answers. | GB/T 30428.8
上报 | report | report opening | The first message about a problem, by anybody. | GB/T 30428.7
分解立案 | split off | splitOff | How a sub-case comes into being. | practice
导入 | import | import | Brought in from another system, with the history that system tells. | Drumtower
受理 | accept | accept | To take a report up and say of what category it is. | GB/T 30428.8
不予立案 | reject | reject | To end a report that is not the city's business, was not found, or was dealt with already. | GB/T 30428.8
直接答复、答复 | answer | answer | To settle an enquiry with an answer, without registration. The kernel's table of the same word keeps answers already given to repeated requests. | 12345 practice
派核实 | send to verify | sendToVerify | To ask an inspector to look before registration. | GB/T 30428.8
核实反馈、核实 | verify | verify | To tell whether the reported problem exists. Before registration only. | GB/T 30428.8
更正 | correct | correct | To put right category, address or place, with a reason. | practice
立案 | register | register | To make a report a case, on a registration condition, which sets its limit. | GB/T 30428.8
分解 | split | split | To divide a case that several units must settle separately. | practice
派遣 | dispatch | dispatch | To send a case to the unit that is to handle it; the handling limit begins. | GB/T 30428.8
签收、查阅 | acknowledge | acknowledge | A unit opens what it was sent. Late opening is counted by itself. | 12345 practice
退回 | decline | decline | A unit says, with a reason, that it is not its business. Allowed a bounded number of times. | practice
责任认定 | rule on responsibility | rule | The centre decides which unit must act; the written reason becomes a precedent. | practice
转办 | transfer | transfer | To pass a case on from one unit to another. | practice
处置 | handle | handle | To do what is needed on the spot; the unit's part of the work. | GB/T 30428.8
处置反馈 | report fixed | reportFixed | The unit says what it did and shows it. The handling limit ends here. | GB/T 30428.8
协办反馈 | report assistance | assist | A co-handling unit tells its part. | practice
派核查 | send to check | sendToCheck | To ask an inspector to look after handling. | GB/T 30428.8
核查 | check the fix | checkFix check | To tell whether it is really fixed. After handling only, never by the unit that handled. | GB/T 30428.8
返工 | order rework | rework | To send a case back to its unit after a failed check. | practice
结案 | close | close | To end a case, with its outcome and the answer to the reporter. | GB/T 30428.8
回访 | follow up | followUp | To ask the reporter afterwards whether it is solved and how satisfied they are. | 12345 practice
重办 | reopen | reopen | To go on with a closed case in a further round, with limits of its own. | 12345 practice
申请延期 | ask for extension | requestExtension | A unit asks for more time before its time is over. | practice
延期一级审核 | approve extension, first level | endorseExtension approve | The first of two different persons agrees. | practice
批准延期 | grant extension | grantExtension approveFinally | The second agrees; the deadline moves. | practice
不同意延期 | refuse extension | refuseExtension | The first level says no. | practice
不批准延期 | deny extension | denyExtension | The second level says no. | practice
申请挂账 | ask for suspension | requestSuspension | A unit says why it cannot be handled for now. | practice
不同意挂账 | refuse suspension | refuseSuspension | The request for suspension is not followed. | practice
挂账 | suspend | suspend | To stop the limits of a case until a day of review. | practice
恢复处置 | resume | resume | To end a suspension; the deadline moves by the working time that stood still. | practice
复核日到期恢复 | resume on the review date | resumeOnReview | The same, by the system, when the day of review has come. | Drumtower
催办 | remind | remind | A nudge to a unit; lighter than a supervision order. | practice
督办 | supervise | supervise | A written, numbered order to a unit that must be answered in time. | practice
答复督办 | answer supervision | answerSupervision | The unit's answer to a supervision order. | practice
并案 | merge | merge | To let one case stand for several reports of the same problem; every reporter keeps an answer. | 国办函〔2025〕66号
拆出 | unmerge | unmerge | To undo a merging that was mistaken. | Drumtower
并入重复件 | take in a duplicate | absorb | What the main case notes when another is merged into it. | Drumtower
拆出重复件 | release a duplicate | release | What the main case notes when one is taken out again. | Drumtower
随主案办结 | end with the main case | endWithMain | A merged case ends as the main case does. | Drumtower
外部系统办结 | ended elsewhere | endElsewhere | An imported case ended in the system it came from. | Drumtower
子案卷办结 | sub-case ended | subCaseEnded | What the main case notes when a part of it has ended. | Drumtower
子案卷重办 | sub-case reopened | subCaseReopened | What the main case notes when a part of it goes on again. | Drumtower
作废 | void | void | To take out what should not have been entered. Cannot be undone. | practice
列为急要件 | mark urgent | flagUrgent flag | To put a case before others; a priority, not a state. | practice
取消急要件 | not urgent any more | unflagUrgent | To take the priority back. | practice
批注 | add a note | addNote note | A remark in the log that changes nothing else. | practice
`),
  },
  {
    title: 'Why an action is refused',
    terms: terms(`
拒绝 | refusal | refusal | A named reason for which an action may not be taken now; told with what would be right. | Drumtower
核实结论为不存在 | nothing found on site | notFoundOnSite | Verification found no such problem, so it cannot be registered. | GB/T 30428.8
没有类别 | no category | noCategory | A registration condition belongs to a category; there is none yet. | GB/T 30428.8
已是子案卷 | a sub-case already | subCaseAlready | Splitting goes one level deep. | Drumtower
责任已认定 | ruled already | ruledAlready | What was ruled cannot be declined again. | practice
同一单位 | same unit | sameUnit | A transfer needs another unit. | Drumtower
已经超期 | overdue already | overdueAlready | Time that is over is not extended. | practice
延期次数已用完 | extended enough | extendedEnough | As many extensions as the district allows in a round. | practice
延期待审 | extension pending | extensionPending | One request at a time. | Drumtower
没有待审的延期 | no extension pending | noExtensionPending | There is nothing to approve or refuse. | Drumtower
一级已审 | endorsed already | endorsedAlready | The first level has agreed before. | Drumtower
一级未审 | not endorsed | notEndorsed | The first level comes before the second. | practice
同一审批人 | same approver | sameApprover | Two levels are two persons. | practice
挂账待审 | suspension pending | suspensionPending | One request at a time. | Drumtower
没有待审的挂账 | no suspension pending | noSuspensionPending | There is nothing to refuse. | Drumtower
没有待答复的督办单 | no open supervision | noOpenSupervision | No unanswered order bears this number. | Drumtower
子案卷未办结 | sub-cases open | subCasesOpen | A main case ends after its parts. | practice
已过重办期限 | window over | windowOver | Too long after closing; a new case is made that names the old one. | practice
已是急要件 | urgent already | urgentAlready | Nothing would change. | Drumtower
不是急要件 | not urgent | notUrgent | Nothing would change. | Drumtower
并入自身 | into itself | intoItself | A case is not its own duplicate, nor that of its main case. | Drumtower
已有并入件 | has absorbed | hasAbsorbed | Others were merged into this one; they must go elsewhere first. | Drumtower
核查自己的处置 | own work | ownWork | Nobody checks what they handled themselves. | CJJ/T 106
`),
  },
  {
    title: 'The case and what belongs to it',
    terms: terms(`
案卷 | case | case file CaseFile kase | The unit of work: one problem from report to evaluation. \`case\` is a keyword of the language, so a variable is \`kase\`. | GB/T 30428.8
看板 | board | board | Counts of cases by category, state, unit, place and day, kept up with every action. | Drumtower
增减 | change | change | How a case stood goes and how it stands comes: one line each, noted beside the action. | Drumtower
看板下限日 | floor | floor | What lies before this day is not kept by day any more. | Drumtower
案卷编号 | case number | number | What people call a case; the id is for machines. | practice
子案卷 | sub-case | subCase | A part of a split case, with a unit and a limit of its own. | practice
轮次 | round | round | One passage through the life-cycle; each reopening begins another, judged by itself. | Drumtower
上报人 | reporter | reporter | Who reported, with name and number; kept apart from the case, erasable. | PIPL
来源 | source | source | By which way a report came in. | GB/T 30428.7
诉求性质 | nature | nature | What the reporter wants: a problem put right, an enquiry, help, a complaint, a tip-off, a suggestion. | 12345 practice
办结结果 | outcome | outcome | Why a case ended, apart from its state, so that closed need not mean fixed. | Drumtower
照片 | photo | photo | Evidence. Time and place are read from its metadata, which is then cut away. | GB/T 30428.7
时间片 | slice | slice slicesBack | A stretch of time, months or years, in which cases are looked for, the newest first. | Drumtower
查重 | search for duplicates | search | Near in place, time and words: perhaps the same problem. | 国办函〔2025〕66号
认定先例 | precedent | precedent | A past ruling on responsibility, shown to the dispatcher next time. | practice
督办单 | supervision order | supervision | Numbered by year; has a time limit for its answer. | practice
主办单位 | responsible unit | responsibleUnit | The unit charged with a case. | practice
协办单位 | co-handling unit | assistUnit | A unit that helps and is not charged. | practice
指派监督员 | assigned inspector | assignedInspector | The inspector who was asked to verify or check. | GB/T 30428.8
急要件 | urgent case | urgent | Comes first in every queue. | practice
主案 | main case | main | The one into which duplicates were merged, or which was split. | practice
脱敏 | redaction | redaction | Phone, ID-card and plate numbers are taken out of free text before it reaches the log. | PIPL
`),
  },
  {
    title: 'Log and proof',
    terms: terms(`
办理经过、日志 | log | log | All that was ever done to a record, in order; only appended to. | Drumtower
日志条目 | entry | entry | One action taken, by whom, when, with its answers and frozen deadlines. | Drumtower
封存 | daily seal | seal | One hash over all entries of a day, chained to the day before. | Drumtower
游标 | cursor | cursor | How far a follower has read. | Drumtower
位次 | position | position | The place of an entry in the order in which entries were written. | Drumtower
余部 | rest | rest | Where entries lie while no part of the log is open for their month. | Drumtower
跟随者 | follower | follower | Work that reads the log after commit, at least once. | Drumtower
折叠 | fold | fold | The row of a case is what its log adds up to. | Drumtower
应答留存 | kept answer | http | The answer to a POST, kept under its Idempotency-Key. | Drumtower
公开答复的保留 | kept public answer | kept Keeper keptSeconds | What anybody may read, kept in memory for a few seconds, so that many readers cost one reading. | Drumtower
校验 | proof | proof verifyLog | Recomputing every hash, and every row from its log. | Drumtower
实办、导入、模拟 | origin | origin acted imported simulated | Whether an entry was done here, told by another system, or made for the demo. | Drumtower
`),
  },
  {
    title: 'Time',
    terms: terms(`
时钟 | clock | clock | One running of a limit. It hangs on the state: entering starts it, leaving ends it. | GB/T 30428.8
受理时限 | acceptance | acceptance | From the report to the decision to take it up. | practice
核实时限 | verification | verification | For the inspector to look before registration. | practice
立案时限 | registration | registration | From acceptance to registration or rejection. | practice
派遣时限 | dispatch | dispatch | From registration to a unit. | practice
签收时限 | acknowledgement | acknowledgement | For the unit to open what it was sent; beside the handling limit. | 12345 practice
处置时限 | handling | handling handlingLimit | From dispatch to the unit's report; set by the registration condition. | GB/T 30428.8
核查时限 | checking | checking | For the inspector to look after handling. | practice
结案时限 | closing | closing | From the passed check to closing. | practice
认定时限 | ruling | ruling | For the centre to say whose it is. | practice
环节 | stage | stage | A step of the centre's own work with a limit of its own. | practice
时限 | time limit | limit | An amount and a unit; without the calendar it is no deadline yet. | GB/T 30428.8
紧急工作时 | urgent hours | urgentHours | Hours counted round the clock. | GB/T 30428.8
工作时 | working hours | workHours | Hours counted in office time only. | GB/T 30428.8
工作日 | workdays | workdays | Days of office time; read as their hours, or to the end of the day. | GB/T 30428.8
自然日 | calendar days | calendarDays | Days with nights, weekends and holidays, to the end of the last. | 12345 practice
到期时间 | deadline | dueAt due deadline | The instant at which a limit ends, frozen when it is set. | practice
预警 | warning | warnAt | The instant from which a running clock is shown in amber. | practice
超期、逾期 | overdue | overdue lateAt | Past the deadline with nothing done. | practice
延期 | extension | extension | More time for a running limit, granted by two persons. | practice
停计 | pause | pause | A stretch in which a clock stands still. | practice
时段 | span | span | One piece of time in the explanation of a deadline. | Drumtower
工作日历 | calendar | calendar | Office hours, days off, worked weekends and closures of a district. | practice
计时规则 | policy | policy | How the calendar is read; its version is named by every deadline. | Drumtower
日历变更 | change | change | One change of the calendar, kept whole, so that old deadlines still explain themselves. | Drumtower
作息季 | season | season | Office hours that hold for a part of the year. | practice
年度安排 | year | year | The notice of one year's days off and worked weekends. | 国务院办公厅通知
日期 | day | day | A local date of the jurisdiction, never a stretch of 24 hours. | practice
法定节假日 | public holiday | holiday | A day off that was announced. | 国务院令第795号
调休上班日 | make-up workday | makeUp | A weekend day that was announced as worked. | 国务院办公厅通知
临时停办 | closure | closure | The office is shut by order; working time stands still. | practice
`),
  },
  {
    title: 'People and rights',
    terms: terms(`
账号 | account | account user | An officer's access, with roles and perhaps a unit. | practice
姓名 | name | name | What others see of an officer; a username is unique in the installation. | practice
坐席员 | call agent | callAgent | Takes calls, reports what is told, calls back afterwards. | CJJ/T 106
受理员 | intake officer | intakeOfficer | Decides whether a report is taken up and of what category it is. | CJJ/T 106
值班长 | shift leader | shiftLeader | Answers for a shift: registers, closes, rules, grants. | CJJ/T 106
派遣员 | dispatcher | dispatcher | Knows whose business what is, and sends it there. | CJJ/T 106
责任单位经办人 | unit officer | unitOfficer | Acts for the unit that must handle. | practice
监督员 | inspector | inspector | Walks a part of the district; reports, verifies, checks. The standard's English calls them supervisor. | GB/T 30428.7
片长 | sector lead | sectorLead | Answers for a sector between community and grid. | local practice
网格员 | grid worker | gridWorker | Answers for cells of a community; reports what is seen there. | practice
领导 | leader | leader | Supervises, rules, grants; sees everything of the district. | practice
考评员 | evaluator | evaluator | Reads the numbers and publishes them. | practice
财务人员 | finance officer | financeOfficer | Keeps budget and spending. | practice
系统管理员 | system administrator | systemAdministrator | Sets up accounts, organisation, calendar and catalogue; holds no case. | GB/T 22239
安全管理员 | security administrator | securityAdministrator | Grants rights and ends sessions; sets nothing up. | GB/T 22239
审计管理员 | audit administrator | auditAdministrator | Reads what the other two did; can do nothing else. | GB/T 22239
角色 | role | role | What an officer is; gives permissions. | practice
权限 | permission | permission | A subject and a verb, such as \`case.close\`. | Drumtower
会话 | session | session | One sign-in of one browser; can be seen and ended. | Drumtower
令牌 | token | token | Access for a program, with scopes narrower than its owner's. | Drumtower
密码 | password | password | What only the officer knows; grows old for administrators and is not taken again. | GB/T 22239
泄露密码 | leaked password | leaked leakedForms leakedPasswords | A password in a published list of stolen ones, which attackers try first; it is not taken. | Drumtower
动态口令 | second factor | factor | A code from the officer's telephone, asked for after the password. | GB/T 22239
口令窗口 | code window | codeWindow | How long a code is taken: its own half-minute alone, or the next one too. | Drumtower
恢复码 | recovery code | recovery | Good once in place of a code, when the telephone is lost. | Drumtower
清除动态口令 | reset a second factor | resetFactor | To take a lost telephone's second factor from somebody else's account. | Drumtower
管理终端 | terminal | terminal | A machine at which the three administrators may sign in and work, by its address. | GB/T 22239
登录失败 | attempt | attempt | A failed sign-in, counted by what it has in common with others. | Drumtower
异常登录 | odd sign-in | oddity | A sign-in from a network or kind of device that its account did not use in ninety days. | Drumtower
登录提醒 | notice | notice | What happened around the sign-in of an account, as its owner is told of it. | Drumtower
审计 | audit | audit | Who did what about rights, identities and settings; a chain of its own. | GB/T 22239
链首锚点 | anchor | anchor | Where the audit's chain begins after lines past their time were taken away. | Drumtower
链尾 | head | head | The end of the audit's chain, where writers queue. | Drumtower
查看记录 | look | look | Who looked at what, and for personal data why. | PIPL
加密原文 | original | original | A text as it was written, sealed, where something was taken out of it. | PIPL 51
密码服务 | vault | vault | Seals what must not stand in the database as it is; its keys lie elsewhere. | GB/T 22239
密钥 | key | key | What seals and opens; known in the database by its id alone. | GB/T 22239
个人信息 | personal data | personal | What tells who somebody is: name, number, address, plate. | PIPL 4
个人信息删除 | erasure, erase | erasure erase | Personal data deleted, by their term or on request, with a proof. | PIPL 47
暂缓删除 | hold | hold | A case of which nothing is erased while a dispute, petition or lawsuit goes on. | PIPL 47
保存期限 | term | term | How many days a kind of data is kept after its end. | PIPL 19
删除明细 | leaf | leaf | One erased record under the root of a proof. | Drumtower
查找 | find | find | To look for what is held of a person, masked. | PIPL 45
查看原文 | reveal | reveal | To see a reporter's personal data, with a reason, which is kept. | PIPL
查看 | read | read | To see. | Drumtower
查看全部 | read all | readAll | To see every case of the district, not only one's own. | Drumtower
管理 | manage | manage | To set up and change. | Drumtower
授权 | grant | grant | To give and take roles. | Drumtower
强制结束 | end any | endAny | To end the session of somebody else. | Drumtower
查看异常登录 | oversee | oversee | To see which sign-ins of the district were odd. | Drumtower
导出 | export | export | To take records out of the system. | Drumtower
评分 | score | score | What a unit, area or post reached in a period. | GB/T 30428.4
`),
  },
  {
    title: 'Organisation and places',
    terms: terms(`
组织机构 | organisation | organisation | Jurisdictions, units and areas. | practice
辖区 | jurisdiction | jurisdiction | One district or city with records, calendar, catalogue and officers of its own; nobody sees another's. | Drumtower
责任单位 | unit | unit | Who can be charged with a case. | GB/T 30428.8
部门 | department | department | A bureau of the district. | practice
企业 | enterprise | enterprise | A company that answers for pipes, cables, buses, gas. | practice
派遣单位 | agency | agency | The company that employs call agents or inspectors. | practice
中心 | centre | centre | The centre itself. | CJJ/T 106
区 | district | district | The whole of a jurisdiction on the map. | GB/T 2260
街道、镇 | sub-district | subdistrict | The level below the district; both an area and a unit. | GB/T 10114
社区 | community | community | The level below the sub-district. | practice
片 | sector | sector | A part of a community with one lead. | local practice
区域 | area | area | District, sub-district, community or sector. | practice
单元网格 | basic management grid | cell | About 10,000 m², following real boundaries; the smallest place. | GB/T 30428.1
地理 | place | geo | Everything about where. | GB/T 30428.3
地图 | map | map basemap | The district's own geometry and what is drawn beneath it. | practice
边界 | shape | shape | The outline of an area. | practice
管理部件 | managed component | component | A thing with a code: a manhole cover, a lamp, a tree. | GB/T 30428.2
责任人 | duty | duty | Who answers for an area in one role, from a day on. | practice
定位 | locate | locate | From a point to its cell, sector, community, sub-district and those who answer. | GB/T 30428.3
`),
  },
  {
    title: 'Catalogue',
    terms: terms(`
分类目录 | catalogue | catalogue | What the city is responsible for, in which words, within which time. | GB/T 30428.2
版本 | edition | edition | One table of categories; a code means nothing without it. | Drumtower
类别、小类 | category | category | A kind of component or matter; a 小类 within a 大类. | GB/T 30428.2
大类 | group | group | The first digits of a category's code. | GB/T 30428.2
管理事件 | managed event | event | What happens in streets: litter, vending, noise. The word of 2013. | GB/T 30428.2
管理事项 | managed matter | matter | The word of 2026; damage to components is a matter too. | GB/T 47678.5
诉求 | request | request | A subject of the hotline without a national code. | 12345 practice
立案条件 | registration condition | condition | What must be found for a case to be registered; carries its own limit and closing condition. | GB/T 30428.8
结案条件 | closing condition | closingCondition | What must be true for a case to be closed. | GB/T 30428.8
派单目录 | list of duties | responsibility | Which unit answers for which category in which area. | 国办函〔2025〕66号
新旧对照 | mapping | mapping | A category of one edition and its counterpart in the next. Also how the columns of a foreign file are read. | Drumtower
易混类别 | confusable | confusable | Two categories that are mixed up at intake, and what tells them apart. | practice
目录版次 | revision | revision | A stamp that changes with the catalogue, so that memory knows when it is stale. | Drumtower
`),
  },
  {
    title: 'Evaluation',
    terms: terms(`
考评、综合评价 | evaluation | evaluation | The reading of the log as numbers about units, areas and posts. | GB/T 30428.4
指标 | indicator | indicator | One number with its definition. | GB/T 30428.4
任务 | task | task | One thing asked of one person or unit: a check, a call, an acknowledgement. | Drumtower
汇总 | total | total | A sum kept up with the log, so that nobody adds up anew to read it; it can be recounted at any time. | Drumtower
及时回复的读法 | reply reading | reply replies | Until when a round of the hotline was owed by each choice of definition, and from when it was late; kept so that no case is read anew. | Drumtower
评价方案 | scheme | scheme | Which indicators count, with what weights, from which day on. | GB/T 30428.4
权重 | weight | weight | The share of one indicator in the whole. | GB/T 30428.4
等级 | grade | grade | A to E, in five colours. | GB/T 30428.4
考评期 | period | period | Whole local days; a round belongs to the one in which it was due. | GB/T 30428.4
上报数 | reports | reports | Counted. | GB/T 30428.4
受理数 | accepted | accepted | Counted. | GB/T 30428.4
立案数 | registered | registered | Counted. | GB/T 30428.4
立案率 | registration rate | registrationRate | Registered, of those decided on. | GB/T 30428.4
按时立案率 | on-time registration rate | onTimeRegistrationRate | Registered within the stage's limit. | GB/T 30428.4
准确立案率 | accurate registration rate | accurateRegistrationRate | Not voided afterwards. | GB/T 30428.4
派遣数 | dispatched | dispatched | Counted. | GB/T 30428.4
按时派遣率 | on-time dispatch rate | onTimeDispatchRate | Dispatched within the stage's limit. | GB/T 30428.4
准确派遣率 | accurate dispatch rate | accurateDispatchRate | Right at the first time. | GB/T 30428.4
及时查阅率 | on-time acknowledgement rate | onTimeAcknowledgementRate | Opened in time by the unit. | 12345 practice
退回数 | declines | declines | Counted; whether it was shirking, a ruling says. | practice
应处置数 | due | due | Handled, or overdue and not handled. | GB/T 30428.4
处置数 | handled | handled | Of those due, reported fixed. | GB/T 30428.4
超期处置数 | handled overdue | overdueHandled | Handled, but too late. | GB/T 30428.4
超期未处置数 | overdue, not handled | overdueUnhandled | Too late and still open. | GB/T 30428.4
处置率 | handling rate | handlingRate | Handled, of those due. | GB/T 30428.4
按期处置率 | on-time handling rate | onTimeHandlingRate | Handled and never late, of those due. | GB/T 30428.4
结案数 | closed | closed | Of those due, closed. | GB/T 30428.4
结案率 | closing rate | closingRate | Closed, of those handled or late. | GB/T 30428.4
按期结案率 | on-time closing rate | onTimeClosingRate | Never late and closed within its stage, of those due. | GB/T 30428.4
按时结案率 | prompt closing rate | promptClosingRate | Closed within the stage's limit, of those closed. | GB/T 30428.4
返工率 | rework rate | reworkRate | Sent back after a check, of those handled. | GB/T 30428.4
重办率 | reopening rate | reopenRate | Reopened, of those closed. | 12345 practice
延期率 | extension rate | extensionRate | Extended, of those due. | practice
挂账数 | suspensions | suspensions | Counted. | practice
督办数 | supervised | supervised | Counted. | practice
监督举报率 | public report rate | publicReportRate | Told by the public rather than found on patrol. | GB/T 30428.4
漏报率 | missed-report rate | missedReportRate | Found by the public on an inspector's ground. | GB/T 30428.4
监督员上报数 | reports on patrol | inspectorReports | Counted. | GB/T 30428.4
有效上报率 | valid-report rate | validReportRate | Registered and not voided, of those reported on patrol. | GB/T 30428.4
按时核实率 | on-time verification rate | onTimeVerificationRate | Verified in time. | GB/T 30428.4
按时核查率 | on-time check rate | onTimeCheckRate | Checked in time. | GB/T 30428.4
核实按时派发率 | on-time sending to verify | onTimeVerificationSendingRate | Sent to an inspector in time, before registration. | GB/T 30428.4
核查按时派发率 | on-time sending to check | onTimeCheckSendingRate | Sent to an inspector in time, after handling. | GB/T 30428.4
回访接通率 | follow-up reached | followUpReachedRate | Calls that reached somebody. | 12345 practice
解决率 | solved rate | solvedRate | Of those who answered, who say it is solved. | 12345 practice
满意率 | satisfaction rate | satisfactionRate | Of those who answered, who are satisfied or fairly satisfied. | 12345 practice
完全满意率 | full satisfaction rate | fullSatisfactionRate | Of those who answered, who are satisfied without reserve. | 12345 practice
基本满意 | fairly satisfied | fairly satisfactionOf | An answer between satisfied and dissatisfied; counted apart. | 12345 practice
`),
  },
  {
    title: 'Tasks from above, and meetings',
    terms: terms(`
办公 | office | office | Key tasks and meetings. | practice
督办事项 | key task | task | A task from above or from a meeting, followed to its end. | 督查 practice
会议 | meeting | meeting | Planned, held with sign-in, minuted. | practice
已立项 | set up | drafted | Written down; not yet given to the unit. | 督查 practice
待签收 | awaiting signature | assigned | Given to the unit. | 督查 practice
办理中 | in progress | inProgress | The unit has signed for it. | 督查 practice
待验收 | reported done | reported | The unit says that it is done. | 督查 practice
申请撤销 | cancellation asked for | cancelling | Somebody wants it cancelled. | 督查 practice
已办结 | accepted | accepted | Done, and found so. | 督查 practice
已撤销 | cancelled | cancelled | Cancelled with approval; counts on neither side. | 督查 practice
立项 | set up | setUp | Writes a task down. | 督查 practice
会议议定 | decided in a meeting | decide | A decision with a unit and a date becomes a task. | practice
交办 | assign | assign | Gives it to the unit. | 督查 practice
签收 | sign for it | sign | The unit takes it. | 督查 practice
退回 | decline | decline | The unit says that it is not its own. | 督查 practice
分解里程碑 | add milestones | decompose | The main unit breaks its task down, within its time. | practice
反馈进展 | report progress | progress | How far it is, with evidence. | 督查 practice
佐证材料 | evidence | evidence | A photo or paper that shows what was said of a key task. | 督查 practice
未使用的佐证材料 | stray evidence | stray strayEvidence | Uploaded and given with no action; erased after its term. | Drumtower
完成里程碑 | reach a milestone | reach | With evidence. | 督查 practice
申请延期 | ask for more time | requestPostponement | The date first promised stays visible. | 督查 practice
同意延期 | grant more time | grantPostponement | By whoever accepts it. | 督查 practice
不同意延期 | refuse more time | refusePostponement | With the reason. | 督查 practice
报办结 | report done | report | With result and evidence. | 督查 practice
验收办结 | accept | accept approve | By a leader. | 督查 practice
退回补办 | send back | sendBack | Not yet done. | 督查 practice
发督办单 | issue a slip | slip | Reminder, blue, yellow or red: once each for a date. | 督查 practice
申请撤销 | ask to cancel | requestCancellation | With the reason. | 督查 practice
批准撤销 | approve cancelling | approveCancellation | By somebody else. | 督查 practice
不准撤销 | refuse cancelling | refuseCancellation | It goes on where it was. | 督查 practice
查看事项 | read | read readAll | Sees one's unit's tasks, or all. | Drumtower
办理事项 | handle | handle | May act for one's unit. | Drumtower
管理 | manage | manage | May set up tasks and plan meetings. | Drumtower
参加 | attend | attend | May sign in. | Drumtower
已安排 | planned | planned | It will be. | practice
已召开 | held | held | It was, with people signed in. | practice
纪要待审 | minutes to approve | minuted | Written, not yet issued. | practice
纪要已发 | minutes issued | issued | Its decisions are tasks now. | practice
已取消 | called off | calledOff | It will not be. | practice
安排会议 | plan | plan | Says what, where and when. | practice
签到 | sign in | signIn | Each for oneself. | practice
召开 | hold | hold | Not before its time, and not with nobody there. | practice
写纪要 | write the minutes | minute | Host, recorder, absent, text and decisions. | practice
签发纪要 | issue the minutes | issue | By a leader. | practice
取消会议 | call off | callOff | With the reason. | practice
`),
  },
  {
    title: 'Staff, assets and surveys',
    terms: terms(`
人员与资产 | staff | staff | Posts, who fills them, what the centre owns, and what people think. | practice
编制 | quota | quota | Posts approved, from a date on. | budget practice
用工 | engagement | engagement | One person in one post; the person is a number. | practice
固定资产 | fixed asset | asset | Something owned that lasts. | budget practice
满意度调查 | survey | survey | One question in one wave. | practice
答卷 | answer | answer answered | Anonymous; who has answered stands apart. | practice
答卷入口 | way to answer | survey_link link | A code by which citizens answer without an account. | Drumtower
终端码 | kiosk | kiosk | Serves whoever comes, until it is taken away. | Drumtower
一次性码 | slip | slip | Serves one person once. | Drumtower
净值 | net value | netValue | What is left of a value after depreciation. | 政府会计准则第3号
有效 | in force | inForce | Holds. | practice
已撤销 | revoked | revoked | Does not hold any more. | practice
在岗 | engaged | engaged | Works here. | practice
已离岗 | ended | ended | Worked here until then. | practice
已作废 | annulled | annulled | Never was. | practice
在用 | in use | inUse | Used. | budget practice
闲置 | idle | idle | Put away; after 90 days it counts as unused. | budget practice
待处置 | approved for disposal | disposing | Stands on neither side of the rate. | budget practice
已处置 | disposed of | disposed | Not owned any more. | budget practice
待发放 | prepared | prepared | Written, not yet asked. | practice
进行中 | open | open | May be answered. | practice
已结束 | closed | closed | Counted. | practice
已撤回 | withdrawn | withdrawn | Not counted. | practice
核定编制 | approve posts | approveQuota | With the decision it rests on. | practice
撤销编制 | revoke | revoke | With the reason. | practice
入职 | engage | engage | From a date on. | practice
离岗 | end | endEngagement | The last day, and why. | practice
作废 | annul | annul | With the reason. | practice
登记 | register | register | With value and date. | budget practice
转闲置 | put away | putAway | From a date on. | budget practice
转在用 | put to use | putToUse | From a date on. | budget practice
批准处置 | approve disposal | approveDisposal approve | By a leader. | budget practice
完成处置 | dispose of | dispose | How it went. | budget practice
准备调查 | prepare | prepare | Question, audience, least number of answers. | practice
发放 | open | openSurvey | It may be answered. | practice
结束 | close | closeSurvey | It is counted. | practice
撤回 | withdraw | withdraw | With the reason. | practice
查看 | read | read | May see staff and assets. | Drumtower
管理 | manage | manage | May keep staff, assets and surveys. | Drumtower
`),
  },
  {
    title: 'The budget',
    terms: terms(`
部门预算 | budget | budget | The income and expenditure of a year, as approved. | 预算法
预算年度 | budget year | year | One budget each. | 预算法
支付 | payment | payment | Money paid from a line. | 预算法
信息公开 | disclosure | disclosure | The published document, read and reconciled. | 预算法 art. 14
编制中 | being drafted | drafting | Amounts may be entered. | practice
已上报 | submitted | submitted | Awaits approval. | practice
已批复 | approved | approved | Changed only by adjustments. | 预算法
已决算 | closed | closed | The year is over. | 预算法
已支付 | booked | booked | Paid. | practice
已冲销 | reversed | reversed | Taken back, and still visible. | practice
编制预算 | draft | draft | Begins a year. | practice
填报金额 | enter amounts | edit | Each cell with what was seen there. | Drumtower
填报单位情况 | describe the unit | describe | Counts, figures of the year before, reasons. | practice
项目入库 | put into the library | putProject | Before it can have money. | 预算法实施条例 art. 41
科目 | code | code | What money is called by; valid from a day to a day. | 政府收支分类科目
评审项目 | review | reviewProject | By somebody else; before its money is submitted. | 预算法实施条例 art. 41
填报采购与用款计划 | plan | plan | Purchases, and payments by month. | practice
列入理由 | reason for counting as personnel | explainLine personnelReasons | Why money outside classes 301 and 303 is personnel. | rule R-T09-4
指定政府经济分类 | choose the government code | mapLine | Where units of both kinds make it another than usual. | 政府收支分类科目
科目调整 | amendment of a code | codeAmendment | A later document; codes change within a year. | 政府收支分类科目
增设科目 | amend a code | amendCode | Added or renamed, from a day on. | 政府收支分类科目
停用科目 | end a code | endCode | From a day on. | 政府收支分类科目
撤回科目调整 | withdraw an amendment | withdrawAmendment | Unless money stands under a code it brought. | Drumtower
管理科目 | classify | classify | May amend codes. | Drumtower
项目出库 | remove from the library | removeProject | Only without money. | 预算法实施条例 art. 41
上报 | submit | submitBudget | When income and expenditure are equal. | practice
退回修改 | send back | sendBudgetBack | With the reason. | practice
登记批复 | record the approval | approveBudget approve | From then on it has to be published within 20 days. | 预算法 art. 14
申请调整 | ask for an adjustment | askAdjustment | By lines, with the reason. | 预算法
批准调整 | grant the adjustment | grantAdjustment | By somebody else. | 预算法
不予调整 | refuse the adjustment | refuseAdjustment | With the reason. | practice
决算 | close the year | closeBudget | No payment after it. | 预算法
登记支付 | book a payment | pay | Not beyond the line, unless a reason is written. | practice
冲销 | reverse | reverse | On its own day. | practice
查看预算 | read | read | May see the budget. | Drumtower
`),
  },
  {
    title: 'The published budget',
    terms: terms(`
公开文本 | published budget | publication | The document of a year: written, signed by two, published. | 预算法 art. 14
公开样式 | template set | templateSet template | What a province prescribes for a disclosure, as data, from one day to another. | 福建省部门预算公开样式
采用样式 | adopt a set | adoptTemplate | Another province's, without code. | Drumtower
设定失效日期 | set its last day | limitTemplate | What is published stays. | Drumtower
撤销样式 | revoke a set | revokeTemplate | With the reason. | Drumtower
公开文件 | file | file | What goes out, with its checksum. | Drumtower
文本 | document | document | One of a year in force, or one taken in to be reconciled. | Drumtower
由预算编制 | made | made | From an approved budget; otherwise taken in. | Drumtower
撰写中 | being written | writing | The text follows the budget. | practice
已签发 | signed | signed | By the first person; the text is frozen. | practice
已会签 | countersigned | countersigned | By a second person. | practice
已公开 | published | published | For anybody to read. | 预算法 art. 14
已撤回 | withdrawn | withdrawn | With the reason. | practice
编制公开文本 | compile | compile | From an approved budget. | practice
导入旧文本 | take in | takeIn | Text or JSON, only reconciled. | Drumtower
撰写内容 | write | write | Words without figures. | Drumtower
保留并说明 | keep, with the reason | overrule | An error that stays. | Drumtower
确认保留 | confirm that it stays | confirmOverrule | By a second person. | Drumtower
签发 | sign | sign | Without an open error. | practice
会签 | countersign | countersign | By somebody else. | practice
退回修改 | take back | takeBack | With the reason. | practice
公开 | publish | publish | On the printed day. | 预算法 art. 14
撤回 | withdraw | withdraw | With the reason. | practice
编辑 | edit | edit | May write and publish. | Drumtower
确认 | approve | approve | May countersign and confirm. | Drumtower
`),
  },
  {
    title: 'Targets',
    terms: terms(`
绩效目标 | target plan | targetPlan plan | What the year promises, with goals and indicators. | 中发〔2018〕34号
指标 | target | target targets | One promise: operator, value, unit, weight, and the definition it is measured by. | 财预〔2021〕101号
口径 | choice | choice | Which of its definitions a target is measured by; chosen before the year. | 财预〔2020〕10号
不提供的口径 | choice not offered | notOffered | One that was thought of and left out, with the reason. | Drumtower
定义原文 | wording | wording | The definition in words, kept as it stood when a target was written or a value measured. | Drumtower
并列值 | value beside | beside | Shown beside a value and never mixed with it. | Drumtower
定性 | judged | judged word | A choice that comes to words: normal where no fault overran its limit of repair. | practice
绩效监控 | monitoring round | monitoring | Targets and money at a cut-off, side by side. | 双监控
绩效自评 | self-evaluation | selfEvaluation evaluation | The year scored: execution 10, output 50, benefit 30, satisfaction 10. | practice
编制中 | being drafted | drafting | May be written. | practice
已批复 | approved | approved | Measures itself from now on. | practice
已结束 | closed | closed | The year is over. | practice
填报中 | open | open | Causes and actions are written. | practice
已上报 | submitted | submitted | Awaits review. | practice
已审核 | reviewed | reviewed | Somebody else agreed. | practice
编制目标 | draft the plan | draftPlan | One a year. | practice
填写目标 | write the plan | writePlan | Checked while it is typed; the definitions are pinned. | Drumtower
批复目标 | approve | approvePlan approve | Only a sound one, by somebody else. | practice
退回调整 | send back to be changed | reopenPlan | With the reason. | practice
人工填报 | enter a value by hand | enterValue edit | With evidence; counts once confirmed. | Drumtower
确认填报值 | confirm the value | confirmValue confirm | By a second person. | Drumtower
结束年度 | close the year | closePlan | Nothing is entered any more. | practice
市级考评结果 | published assessment | cityAssessment assessment | What the city published of the district for a month, entered with its document. | practice
发起监控 | open a round | openRound | Freezes values and money. | 双监控
发起自评 | open a self-evaluation | openEvaluation | Freezes values and scores. | practice
说明偏差 | explain a deviation | explain | Cause and action. | practice
上报监控 | submit | submitRound | Once every deviation is explained; a year scored is 上报自评, once every indicator has a value. | practice
退回 | send back | sendRoundBack | With the reason. | practice
审核 | review | reviewRound | By somebody else. | practice
查看目标 | read | read | May see the targets. | Drumtower
`),
  },
  {
    title: 'Running the machine room',
    terms: terms(`
运行保障 | uptime | uptime | Whether the centre's systems and devices run, and how that is known. | command practice
系统、设备 | system or device | subject | What must run. | Drumtower
探测 | probe | probe | One way of looking, every so many seconds, whether it runs. | practice
待写入 | spool | spool | What probes found while the database was away, until it is written. | Drumtower
立即测试 | trial look | tryLook | One look that nothing is counted from. | Drumtower
检查结果 | run | run | Checks in a row with one result. | Drumtower
故障 | incident | incident | Something does not run: from the first sign to the lesson. | practice
计划维护 | maintenance | maintenance | Announced, approved and held; only then it leaves the denominator. | practice
运行记录更正 | correction | correction | What the probes said, set right by two people. | Drumtower
机房 | machine room | room | Where somebody looks every day. | practice
机房巡检 | inspection | inspection | One sheet a room and day, signed by who looked. | practice
维护合同 | maintenance contract | contract | Under which a room is maintained, with its first and last day. | practice
监测分组 | group that watches | scope | The systems and devices whose probes watch over a room, or that a target is set for. | Drumtower
排查中 | investigating | investigating | Something is wrong; why is not known. | practice
已定位 | identified | identified | The cause is known. | practice
观察中 | monitoring | monitoring | It was mended and is being watched. | practice
已恢复 | resolved | resolved | It runs again. | practice
已复盘 | reviewed | reviewed | Cause and lesson are written down. | practice
误报 | false alarm | falseAlarm | There was no fault; it counts on neither side. | practice
已并入 | merged | merged | Told in another incident. | practice
已公告 | announced | announced | Told before; not yet approved. | practice
已批准 | approved | approved | May be held. | practice
已完成 | completed | completed | Held. | practice
已取消 | cancelled | cancelled | Will not be held. | practice
待确认 | proposed | proposed | One person says so. | Drumtower
已确认 | confirmed | confirmed | A second person says so. | Drumtower
不予更正 | refused | refused | The record stands as it was. | Drumtower
已签名 | signed | signed | Looked at and signed on the day. | practice
补录待批 | filled in late | backfilled | Signed on a later day; does not count yet. | practice
补录已批 | late and approved | accepted | Counts, and is shown as late. | practice
已作废 | struck out | struck | Does not count. | practice
探测发现 | detect | detect | A probe failed often enough. | Drumtower
报修 | report a fault | reportFault report | A person says that something does not run. | practice
定位原因 | identify | identify | Says why. | practice
转观察 | watch | watch | Mended, being watched. | practice
复发 | relapse | relapse | It came back. | practice
恢复 | resolve | resolve | Says since when it runs again. | practice
探测恢复 | recover | recover | The probe succeeds again. | Drumtower
复盘 | review | review | Writes down cause and lesson. | practice
判为误报 | dismiss | dismiss | Says that there was no fault, and why. | practice
并入另一故障 | merge into | mergeInto | Goes on in another incident. | practice
发布进展 | tell | tell | Says on the status page how it stands. | practice
公告维护 | announce | announce | Says beforehand when something will not run. | practice
批准维护 | approve | approveMaintenance approve | By somebody else than who announced it. | practice
完成维护 | complete | completeMaintenance | Held. | practice
取消维护 | cancel | cancelMaintenance | Not held. | practice
提出更正 | propose | propose | With reason and evidence. | Drumtower
确认更正 | confirm | confirmCorrection | By somebody else. | Drumtower
不予更正 | refuse | refuseCorrection | With the reason. | Drumtower
巡检签名 | inspect | inspect | Fills in the day's sheet and signs. | practice
标为补录 | mark as late | markLate | The day was over when it was signed. | practice
批准补录 | accept | acceptLate | By somebody else than who filled it in. | practice
作废巡检 | strike out | strike | With the reason. | practice
查看运行 | read | read | May see what runs. | Drumtower
处置故障 | handle | handle | May act on incidents and maintenance. | Drumtower
管理探测 | manage | manage | May say what is looked at, and how. | Drumtower
`),
  },
  {
    title: 'Import and the machine',
    terms: terms(`
批量导入 | imports | imports | Files of other systems, read by a declared mapping. | Drumtower
导入进度 | run | run | How far a file was imported, so that it can go on where it stopped. | Drumtower
来源行 | row | row | What each line of a source told last, by its digest. | Drumtower
问题行 | damaged row | damage | A line that could not be read, with the reason. | Drumtower
演示区 | demo district | demo | A made-up district with a year of cases; refused in production. | Drumtower
任务计划 | job | job | Work that the system does by the clock. | Drumtower
设置 | setting | setting | A value of the environment, checked at start. | Drumtower
系统 | system | system | What acts when nobody does. | Drumtower
`),
  },
];

/** Every name the code uses for a word. */
export const knownNames: ReadonlySet<string> = new Set(
  glossary.flatMap(({ terms }) => terms.flatMap(({ names }) => names)),
);

/** What officers read for a name, in all chapters. */
export function wordsFor(name: string): string[] {
  return glossary.flatMap(({ terms }) => terms.filter(({ names }) => names.includes(name)).flatMap(({ zh }) => zh));
}
