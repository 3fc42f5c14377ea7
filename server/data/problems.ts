import type { AnyLifecycle } from '../kernel/lifecycle.ts';
import type { Words } from '../kernel/words.ts';

/**
 * Every code by which the house says no, and what to do about it: where the `type` of a problem leads to. The codes of
 * a life-cycle's own refusals stand in its table.
 */
const meanings = {
  // Who asks, and whether he may.
  notSignedIn: [
    '没有登录，或登录已失效；请登录后再试。',
    'Nobody is signed in, or the session has ended; sign in and try again.',
  ],
  notPermitted: [
    '本人的角色没有这项权限，或不是这份记录的经手人。',
    'The role lacks the permission, or the officer has nothing to do with the record.',
  ],
  wrongCredentials: ['用户名或密码不正确。', 'User name or password is wrong.'],
  wrongCode: [
    '动态口令不正确或已用过；等下一个口令再试。',
    'The one-time code is wrong or was used; wait for the next one.',
  ],
  signInOver: [
    '登录步骤超时；请从用户名和密码重新开始。',
    'The sign-in took too long; begin again with user name and password.',
  ],
  lockedOut: ['失败次数过多；等 retryAfterSeconds 秒后再试。', 'Too many failures; try again after retryAfterSeconds.'],
  signInCrowded: ['同时登录的人太多；稍后再试。', 'Too many sign in at once; try again shortly.'],
  tooManyRequests: ['请求太频繁；等 Retry-After 秒后再试。', 'Too many requests; try again after Retry-After seconds.'],
  foreignOrigin: ['请求来自别的网站，未予执行。', 'The request came from another site and was not carried out.'],
  oneTimePassword: ['仍在使用一次性密码；请先更改密码。', 'The password was for one use; change it first.'],
  passwordTooOld: ['密码已到期；请先更改密码。', 'The password has expired; change it first.'],
  factorMissing: ['账号须启用动态口令；请先启用。', 'The account needs a second factor; set one up first.'],
  factorNeeded: ['账号必须使用动态口令，不能停用。', 'The account must keep its second factor.'],
  foreignTerminal: [
    '管理员只能在 ADMINISTRATOR_NETWORKS 指定的管理终端上登录和办理。',
    'Administrators sign in and work from the addresses in ADMINISTRATOR_NETWORKS only.',
  ],
  nothingOffered: ['没有待确认的动态口令；请重新开始启用。', 'No second factor waits to be confirmed; begin again.'],
  sessionNeeded: [
    '接口令牌不能办理本人的登录事项；请用会话登录。',
    'A token cannot manage its owner’s sign-in; use a session.',
  ],
  scopesBeyondOwner: ['令牌的权限不能超出本人的权限。', 'A token cannot hold more rights than its owner.'],
  ownAccount: [
    '不能更改自己的账号和权限；请另一位管理员办理。',
    'Nobody changes his own account and rights; ask another administrator.',
  ],
  administratorPassword: [
    '管理员的密码不能由另一位管理员重置。',
    'An administrator’s password is not reset by another one.',
  ],
  administratorsKeptApart: [
    '三员分立：系统、安全、审计管理员须为不同账号，且不兼业务角色。',
    'System, security and audit administrators are three accounts without other roles.',
  ],
  unitMissing: ['责任单位经办人必须属于一个单位。', 'An officer of a unit must belong to one.'],
  usernameTaken: ['用户名已被使用；换一个。', 'The user name is taken; choose another.'],
  weakPassword: [
    '密码不符合要求；逐项原因见 errors。',
    'The password does not meet the rules; each reason is in errors.',
  ],
  notOwnScore: [
    '只能查看本单位的评分和本组的排名。',
    'Only the scores of one’s own unit and the ranking of its group can be seen.',
  ],
  // What was sent.
  invalidInput: ['有字段不符合要求；逐项原因见 errors。', 'Some field is not right; each reason is in errors.'],
  unknownParameter: [
    '有不认识的查询参数；可用的参数见 right。',
    'Some query parameter is not known; those that are stand in right.',
  ],
  unknownAddress: ['没有这个地址。', 'There is no such address.'],
  methodNotAllowed: [
    '这个地址不接受这个方法；可用的方法见 Allow。',
    'The address does not take this method; Allow names those it takes.',
  ],
  unknownRecord: ['没有这份记录，或本人看不到它。', 'There is no such record, or not for this officer.'],
  badRequest: [
    '请求不是合法的 HTTP，或地址的编码有误。',
    'The request is not valid HTTP, or its address is badly encoded.',
  ],
  requestTimeout: ['请求没有在时限内发完；请重发。', 'The request did not end in time; send it again.'],
  headersTooLarge: ['请求头太大；清除多余的 Cookie 后再试。', 'The headers are too large; drop needless cookies.'],
  tooLarge: [
    '内容超过大小上限：JSON 1 MB，单个文件 20 MB，一次上传共 60 MB。',
    'Larger than allowed: JSON 1 MB, a file 20 MB, an upload 60 MB in all.',
  ],
  unsupportedType: [
    '内容须为未压缩的 application/json 或 multipart/form-data。',
    'The content must be application/json or multipart/form-data, not compressed.',
  ],
  notJson: ['内容不是合法的 JSON。', 'The content is not valid JSON.'],
  tooDeep: ['JSON 嵌套超过 50 层。', 'The JSON is nested deeper than 50 levels.'],
  badCharacter: [
    '文字中有控制字符或半个代理对；位置见 errors。',
    'A text holds a control character or half of a surrogate pair; errors says where.',
  ],
  brokenUpload: ['上传中断或格式有误；请重新上传。', 'The upload broke off or is malformed; send it again.'],
  badIdempotencyKey: [
    'Idempotency-Key 须为 8–128 个可见 ASCII 字符。',
    'An Idempotency-Key is 8–128 visible ASCII characters.',
  ],
  idempotencyKeyReused: [
    '同一个 Idempotency-Key 用于了另一份内容；新请求请用新键。',
    'The Idempotency-Key was used for another content; a new request needs a new key.',
  ],
  badCursor: ['游标无效；请从第一页读起。', 'The cursor is none of ours; begin with the first page.'],
  noBoard: ['看板供中心各岗位和责任单位使用。', 'The board is for the posts of the centre and the units.'],
  caseStillOpen: [
    '案卷尚未办结，还须答复上报人；结案后再删除。',
    'The case is still open and owes an answer; erase after it is closed.',
  ],
  nothingHeld: ['没有个人信息可删除。', 'Nothing personal is held.'],
  erasureHeld: [
    '争议、信访或诉讼期间暂缓删除；先解除暂缓。',
    'On hold while a dispute, petition or lawsuit goes on; lift the hold first.',
  ],
  badTerm: [
    '没有这条保存规则，或短于最低保存期限。',
    'There is no such rule of retention, or the term is shorter than it must be.',
  ],
  noFile: ['没有收到文件；请用 multipart/form-data 上传。', 'No file came; send multipart/form-data.'],
  evidenceChanged: [
    '材料的内容与日志中的散列不符，不予显示；请运行 drumtower verify。',
    'The file is not the one whose hash the log holds, and is not shown; run drumtower verify.',
  ],
  noEvidence: ['不是完整的 JPEG、PNG、WebP 图片或 PDF。', 'Not a complete JPEG, PNG or WebP picture, nor a PDF.'],
  paperTooLarge: [
    'PDF 超过 10 MB；请压缩或分成几份。',
    'The PDF is larger than 10 MB; make it smaller, or send it in parts.',
  ],
  activePaper: [
    'PDF 带有脚本、动态表单、附件或可启动的程序；请“打印为 PDF”后再上传。',
    'The PDF holds a script, a form that computes, attachments or what starts a program; print it to a new PDF and send that.',
  ],
  notAPhoto: ['不是完整的 JPEG、PNG 或 WebP 图片。', 'Not a complete JPEG, PNG or WebP picture.'],
  photoTooLarge: [
    '图片超过 1.2 亿像素或边长 32000，或没有写明大小。',
    'The picture has more than 120 million pixels or 32,000 on a side, or does not say how many.',
  ],
  photoTaken: ['照片刚被用于别的案卷；请另行上传。', 'The photo was just used for another case; upload it anew.'],
  outsideDistrict: [
    '位置不在本辖区内；right 说明看起来错在哪里。',
    'The point lies outside the district; right says what the mistake looks like.',
  ],
  badComponentCode: [
    '部件标识码须为 16 位（2013 版）或 17 位（2026 版）数字。',
    'A component code has 16 digits (2013 edition) or 17 (2026).',
  ],
  badTime: [
    '时间不是带时区的真实时间，或不在 1900–2200 年。',
    'Not a real time with an offset, or not within 1900–2200.',
  ],
  badLimit: [
    '时限须大于 0、不超过 10000，且为整分钟或整天。',
    'A limit is above 0, at most 10,000, in whole minutes or days.',
  ],
  beyondCalendar: ['超出工作日历的年份（1990–2099）。', 'Beyond the years of the working calendar (1990–2099).'],
  clockStandsStill: [
    '计时暂停中，恢复后才有到期时间。',
    'The clock stands still; there is a deadline once it goes on.',
  ],
  // What stands against it just now.
  versionMissing: ['更改须带 If-Match，值为所见版本。', 'A change needs If-Match with the version that was seen.'],
  staleVersion: [
    '查看之后已被他人更改；重新读取后再改。',
    'Changed by somebody else since it was read; read it again, then change it.',
  ],
  changedMeanwhile: [
    '查看之后已被他人更改；facts 说明现在的版本。',
    'Changed by somebody else since it was read; facts names the present version.',
  ],
  notInThisState: ['现在的状态不能这样办。', 'Not possible in the present state.'],
  exportsRunning: ['已有别的导出正在进行；等它们结束。', 'Other exports are running; wait for them to end.'],
  planExists: ['该年度已有绩效目标。', 'There is already a plan of that year.'],
  planClosed: ['年度已结束，数值已冻结。', 'The year is closed; its values are frozen.'],
  monthRecorded: ['该月的考评结果已登记。', 'That month of the assessment is entered already.'],
  planNotApproved: ['目标批复后才能监控和自评。', 'A plan is monitored and evaluated once it is approved.'],
  amendedThatDay: ['这个科目在这一天已有一项调整。', 'The code is amended on that day already.'],
  budgetExists: ['该年度已有预算。', 'There is already a budget of that year.'],
  budgetNotApproved: ['预算未批复或已决算，不能支付。', 'The budget is not approved, or closed already.'],
  beyondBudget: ['科目余额不足。', 'The line has not enough left.'],
  publicationExists: ['该年度已有公开文本。', 'There is already a document of that year.'],
  budgetNotApprovedYet: ['预算批复之后才编制公开文本。', 'A document is compiled after the budget was approved.'],
  typedFigures: [
    '文字里不能手写金额和比例；逐处见 errors。',
    'Amounts and rates may not be typed into the text; each place is in errors.',
  ],
  notAWorkbook: ['这不是 XLSX 工作簿；另存为 .xlsx 再导入。', 'This is no XLSX workbook; save it as .xlsx.'],
  notBeingWritten: ['这份文本现在不在撰写。', 'This document is not being written now.'],
  notADocument: ['这不是部门预算公开文本。', 'This is no department budget as it is published.'],
  surveyNotOpen: ['调查不在进行中。', 'The survey is not open.'],
  answeredAlready: ['此卷每人只答一次。', 'Everybody answers a survey once.'],
  noLinks: [
    '只有未结束的市民调查才发二维码；员工和内部用户用账号答卷。',
    'Only a survey of citizens that is not over has codes; staff and users answer by account.',
  ],
  linkUsed: [
    '一次性二维码每张只答一次，停用的终端码不再接受答卷；请索取新的。',
    'A slip serves one answer, and a kiosk’s code none once it was taken out of use; ask for another.',
  ],
  // Settings of the work.
  codeTaken: ['编号已被使用。', 'The code is already in use.'],
  badParent: ['上级单位不存在，或就是它自己。', 'The parent unit does not exist, or is the unit itself.'],
  jurisdictionExists: ['已有这个代号的辖区。', 'There is already a jurisdiction of this code.'],
  unknownTimeZone: ['时区须为 IANA 名称，如 Asia/Shanghai。', 'A time zone is an IANA name, e.g. Asia/Shanghai.'],
  calendarExists: ['本辖区已有工作日历。', 'The jurisdiction has a working calendar already.'],
  noCalendar: ['本辖区尚未设置工作日历。', 'The jurisdiction has no working calendar yet.'],
  badCategoryCode: [
    '类别代码与版本、大类不符，或出现两次。',
    'The category’s code does not fit edition and group, or comes twice.',
  ],
  categoryExists: ['该版本已有这个代码。', 'The edition has this code already.'],
  dutyExists: [
    '同一类别、同一区域已有一条职责；请改那一条。',
    'There is a row for this category and area already; change that one.',
  ],
  effectiveTooEarly: [
    '新条件不能早于今天或前一版本生效。',
    'A new version cannot begin before today or before the one it follows.',
  ],
  badPeriod: ['评价周期须为起止有序的真实日期。', 'A period is two real dates in order.'],
  schemeInThePast: ['评价方案不能从过去开始。', 'A scheme cannot begin in the past.'],
  unknownIndicator: ['这类对象没有这个指标。', 'Objects of this kind have no such indicator.'],
  indicatorTwice: ['同一指标出现了两次。', 'An indicator comes twice.'],
  weightsNotOne: ['各项权重之和须为 1。', 'The weights must add up to 1.'],
  bandsForCounts: ['数量须分档计分，比率不分档。', 'Counts are scored by bands, rates are not.'],
  bandsInverted: ['分档的指标在档内定分，不再取反。', 'Bands say the score themselves; they are not inverted.'],
  bandsOutOfOrder: ['分档须由小到大，最后一档不设上限。', 'Bands go upwards, and the last has no upper end.'],
  // Files of other systems.
  emptyFile: ['文件是空的。', 'The file is empty.'],
  missingColumns: ['文件缺少映射需要的列。', 'The file lacks columns that its mapping needs.'],
  tooManyCategories: ['类别太多：类别列可能选错了。', 'Too many categories: probably it is the wrong column.'],
  importedByAnother: ['另一个进程正在导入同一文件。', 'Another process imports the same file.'],
  // The server itself.
  fault: ['系统出错，已按 instance 的编号记录。', 'The system failed; it is recorded under the number in instance.'],
  databaseAway: [
    '数据库暂时连不上；稍后重试，内容没有丢失。',
    'The database is away for the moment; try again, nothing was half done.',
  ],
  busy: ['同时更改太多；请重试。', 'Too many changes at once; try again.'],
  stopping: ['服务器正在停止或重启；稍后重试。', 'The server is stopping or starting anew; try again shortly.'],
  tookTooLong: [
    '数据库没有在时限内完成，什么也没有更改；请缩小范围或稍后重试。',
    'The database did not finish in time and nothing was changed; ask for less, or try again later.',
  ],
  sealBroken: ['加密内容被改动过，或属于另一条记录。', 'Sealed content was changed, or belongs to another record.'],
  vaultKeyMissing: [
    '缺少打开加密内容的密钥；请放回密钥文件。',
    'The key of sealed content is missing; put its file back.',
  ],
  keysOfEnvironment: [
    '密钥由 VAULT_KEYS 给出，本命令不能写入。',
    'The keys are given with VAULT_KEYS, where this command cannot write.',
  ],
  vaultKeyUnreadable: ['密钥不是 32 字节的 base64。', 'A key is not 32 bytes in base64.'],
  badConfiguration: ['设置有误；逐项原因已打印。', 'Some setting is wrong; each reason is printed.'],
  badJurisdiction: ['新辖区的设定有误。', 'What was told of the new jurisdiction is not right.'],
  demoDataInProduction: ['正式环境不得有演示辖区。', 'There must be no demo district in production.'],
  portInUse: [
    '端口已被另一个程序占用；用 PORT 指定另一个。',
    'Another program holds the port; name another with PORT.',
  ],
  portForbidden: [
    '没有权限监听这个端口；用 PORT 指定 1024 以上的端口。',
    'There is no permission for this port; name one above 1023 with PORT.',
  ],
  hostNotHere: [
    '本机没有这个地址；用 HOST 指定本机的地址。',
    'This machine has no such address; name one of its own with HOST.',
  ],
  archiveDamaged: ['备份文件已损坏，未恢复任何内容。', 'The archive is damaged; nothing was restored.'],
  otherMigration: ['备份的数据库结构与本程序不同。', 'The archive is of another schema than this program.'],
  otherFormat: ['备份文件由另一版本的程序写成。', 'The archive was written by another version of the program.'],
  archiveUnfit: [
    '数据库不接受备份中的一张表，未恢复任何内容。',
    'The database does not take a table of the archive; nothing was restored.',
  ],
  databaseNotEmpty: ['只能恢复到空的数据库。', 'Only an empty database is restored into.'],
  databaseNewer: ['数据库比程序新；请用新版程序。', 'The database is newer than the program; use the newer program.'],
  databaseNotStarted: [
    '内置数据库未能启动；原因已打印。',
    'The embedded database did not start; the reason is printed.',
  ],
  dataFolderInUse: ['数据目录正由另一个进程使用。', 'Another process uses the data folder.'],
  diskFull: ['磁盘已满；请腾出空间。', 'The disk is full; free some space.'],
  readOnlyFolder: ['数据目录所在的磁盘是只读的。', 'The disk of the data folder is read-only.'],
  folderForbidden: ['没有写入数据目录的权限。', 'There is no permission to write the data folder.'],
  notAFolder: ['数据目录不是目录。', 'The data folder is not a folder.'],
  noSuchFile: ['没有这个文件。', 'There is no such file.'],
  noSuchFolder: ['文件所在的目录不存在。', 'The folder in which the file would lie does not exist.'],
  fileExists: ['文件已存在，未覆盖。', 'The file exists already and was left as it is.'],
  foreignFolder: ['目录中有别的文件，不是数据库目录。', 'The folder holds other files and is no database.'],
  leftoverServer: ['上次留下的数据库进程无法结束。', 'A database process left over from before does not end.'],
  noAccount: [
    'PostgreSQL 不能以 root 运行，而没有可用的账户。',
    'PostgreSQL does not run as root, and there is no other account.',
  ],
  noEmbeddedDatabase: [
    '此系统上没有内置数据库；用 DATABASE_URL 指定。',
    'There is no embedded database for this system; name one with DATABASE_URL.',
  ],
  noPostgres: ['本机没有可用的 PostgreSQL 程序。', 'There are no usable PostgreSQL programs here.'],
  postgresTooOld: ['PostgreSQL 版本太旧；须为 15 以上。', 'PostgreSQL is too old; 15 or newer is needed.'],
  migrationChanged: ['迁移文件在应用之后被改动。', 'A migration was changed after it was applied.'],
  migrationLate: ['迁移的编号小于已应用的。', 'A migration comes with a smaller number than one applied before.'],
} as const satisfies Record<string, readonly [zh: string, en: string]>;

/** What a code means; those of life-cycles from their own tables. */
export function problemsOf(lifecycles: readonly Pick<AnyLifecycle, 'refusals'>[]): ReadonlyMap<string, Words> {
  return new Map([
    ...Object.entries(meanings).map(([code, [zh, en]]): [string, Words] => [code, { zh, en }]),
    ...lifecycles.flatMap(({ refusals }) => Object.entries(refusals)),
  ]);
}
