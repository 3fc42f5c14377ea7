/**
 * What passwords are made of by those who do not think of one: the stems that lead every published ranking of leaked
 * passwords, in English and in pinyin, the months, days and seasons, and the words of the trade. Lower case, undisguised.
 */
export const COMMON_WORDS: readonly string[] = `
password passwd passwort pass passcode secret private access login logon signin letmein welcome changeme default temp
admin administrator administrador root superuser super system sysadmin manager master owner user username guest test tester
testing demo sample example server database oracle mysql postgres windows linux android apple google microsoft huawei xiaomi
tencent alibaba baidu weixin wechat taobao internet computer network office service center centre support security
iloveyou loveyou lovely love loveme sunshine princess dragon monkey tiger panda shadow flower angel baby honey sweet happy
lucky hello freedom whatever nothing forever friend friends family mother father daniel michael jordan jessica charlie
andrew thomas robert ashley football baseball basketball soccer hockey superman batman spiderman pokemon starwars matrix
ninja killer hunter ranger cookie chocolate banana orange cheese coffee pepper ginger summer winter spring autumn
january february march april june july august september october november december monday tuesday wednesday thursday friday
saturday sunday morning today china chinese
mima wodemima denglu yonghu guanli guanliyuan xitong anquan shenji ceshi moren woaini woaiwojia woaizuguo wobuzhidao
zhongguo renmin zhengfu gongan chengguan chengshi guanlizhongxin zhihui zhongxin wangge wanggehua shujuju zonghezhifa
nihao xiexie zaijian laopo laogong baobei baobao mama baba jiayou facai shunli jixiang ruyi pingan kuaile xingfu
yilufa woshishui meimei gege didi jiejie
drumtower drum tower street report case
`
  .trim()
  .split(/\s+/);
