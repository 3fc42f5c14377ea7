/** What the centre tells the public besides figures and targets: duties, tasks, and why figures moved. */
export const publishedWords = {
  duties: [
    '负责区内公共应急、防汛抗旱、社会网格化综合管理的集中统一指挥调度和信息资源共享。',
    '负责采集城市管理信息，受理市民咨询、举报、投诉以及有关责任单位报送的信息，随时掌握实情。',
    '负责城市管理问题的分解、责任认定、指挥派遣，并协调、跟踪督促有关责任单位处置工作。',
    '负责对有关责任单位的城市管理情况进行监督和综合考评。',
    '负责城市管理服务系统的建设、运行维护和安全保障。',
    '负责接收、批转、督办市民服务热线转来的诉求件。',
    '承办区委、区政府交办的其他事项。',
  ],
  aims: '坚持目标导向和问题导向相结合，提升社会精细化治理效能，让群众办事更方便',
  tasks: [
    '健全诉求受理工作机制，按时回复群众诉求，对不满意件逐件复核。',
    '做好城市管理平台、热线平台和机房的运行维护，全年稳定运行。',
    '把督办事项分解到月，逐月通报进展，按时办结。',
    '做好便民服务终端的巡检和维护，扩大自助办理范围。',
    '严格预算执行，用好编制和固定资产。',
  ],
  uses: '人员经费、公用经费，以及平台和便民服务终端的运行维护',
  agencyReason: '本单位为事业单位，按规定不安排机关运行经费',
  reason: '在职人员按规定晋级增资，社会保险缴费基数相应提高',
};

/** Of the year before, in fen: the total, and no expense for travel abroad, reception or vehicles. */
export const publishedBefore = {
  totalFen: 262_380_000,
  overseasFen: 0,
  receptionFen: 0,
  vehiclePurchaseFen: 0,
  vehicleRunningFen: 0,
};

/** What is noted of the warnings that its document keeps, by their rules. */
export const warningNotes: Readonly<Record<string, string>> = {
  'X-18': '其余项目金额较小，按规定不单列绩效目标表。',
  'N-30': '目标与任务各按原文件的提法，所指一致。',
  'K-07': '岗位数含在职人员和经批准聘用的劳务人员。',
  'K-14': '按已完成项目数除以安排项目数计算，口径在绩效目标里写明。',
  'Q-01': '按区财政批复口径，全部列 2010350 事业运行。',
};
export const otherNote = '已逐条核对，按批复口径保留。';
