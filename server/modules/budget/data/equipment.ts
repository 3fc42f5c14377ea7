const named = (words: string): readonly string[] => words.split(' ');

/**
 * 资产购置: words by which the name of a purchase tells of an asset, and the item of 资本性支出 it is bought under, as the
 * descriptions of the classification divide them. The first line that fits counts.
 */
export const EQUIPMENT: readonly { item: string; words: readonly string[] }[] = [
  { item: '13', words: ['公务用车', '公务车', '轿车', '越野车', '商务车'] },
  { item: '19', words: ['摩托车', '电动自行车', '巡逻车'] },
  {
    item: '07',
    words: ['服务器', '交换机', '路由器', '防火墙', '存储阵列', '磁盘阵列', '机柜', '软件', '操作系统', '数据库'],
  },
  {
    item: '03',
    words: named(
      '执法记录仪 无人机 对讲机 摄像头 监控设备 显示大屏 大屏幕 拼接屏 通信设备 不间断电源 发电机 检测仪 自助终端 服务终端 专用设备',
    ),
  },
  {
    item: '02',
    words: named(
      '计算机 电脑 笔记本 台式机 一体机 工作站 打印机 复印机 扫描仪 传真机 投影仪 碎纸机 空调 电视机 照相机 摄像机 会议终端 控制台 办公设备 办公家具 家具 办公桌 办公椅 会议桌 桌椅 沙发 文件柜 档案柜 保险柜 密集架',
    ),
  },
];

/** What is named so is used up, hired or served for, and no asset, whatever it belongs to. */
export const NO_ASSET: readonly string[] = named(
  '耗材 配件 备件 零件 硒鼓 墨盒 墨粉 色带 电池 用品 线缆 加油 保险费 维修 维护 维保 保养 租赁 租用 清洗 年费 订阅 续费 续期',
);
