import { mondayToFriday } from '../../calendar/model.ts';
import type { ImportMapping } from '../model.ts';

/** Service requests of Los Angeles (MyLA311), as the city's open data portal gives them, one row a request. */
export const la311: ImportMapping = {
  name: 'la311',
  title: { zh: '洛杉矶 311 服务请求', en: 'Los Angeles 311 service requests' },
  jurisdiction: {
    code: 'la311',
    name: { zh: '洛杉矶 311', en: 'Los Angeles 311' },
    timeZone: 'America/Los_Angeles',
    division: null,
    hours: [{ validFrom: '1990-01-01', week: mondayToFriday([['08:00', '17:00']]) }],
    notices: [],
  },
  id: 'srnumber',
  numberPrefix: 'LA-',
  times: { written: 'M/D/YY H:MM', zone: 'America/Los_Angeles' },
  reportedAt: 'createddate',
  ending: {
    at: 'closeddate',
    outcome: 'imported',
    status: {
      column: 'status',
      words: {
        Open: 'open',
        Pending: 'open',
        Closed: { ended: 'closed', outcome: 'imported' },
        'Referred Out': { ended: 'closed', outcome: 'referred' },
        Cancelled: { ended: 'rejected' },
      },
    },
  },
  description: ['requesttype'],
  address: 'address',
  nature: 'problem',
  source: {
    column: 'requestsource',
    words: {
      Call: 'hotline',
      'Mobile App': 'web',
      'Self Service': 'web',
      Email: 'web',
      'Driver Self Report': 'department',
      Letter: 'department',
      "Council's Office": 'leader',
    },
  },
  category: {
    column: 'requesttype',
    group: { code: '90', name: { zh: '服务请求', en: 'Service requests' } },
    words: {
      'Bulky Items': { zh: '大件垃圾', en: 'Bulky Items' },
      'Graffiti Removal': { zh: '清除涂鸦', en: 'Graffiti Removal' },
      'Illegal Dumping Pickup': { zh: '清运偷倒垃圾', en: 'Illegal Dumping Pickup' },
      'Metal/Household Appliances': { zh: '废旧金属与家电', en: 'Metal/Household Appliances' },
      'Homeless Encampment': { zh: '流浪者营地', en: 'Homeless Encampment' },
      'Electronic Waste': { zh: '电子废物', en: 'Electronic Waste' },
      'Dead Animal Removal': { zh: '清理动物尸体', en: 'Dead Animal Removal' },
      'Single Streetlight Issue': { zh: '单盏路灯故障', en: 'Single Streetlight Issue' },
      'Multiple Streetlight Issue': { zh: '多盏路灯故障', en: 'Multiple Streetlight Issue' },
      'Report Water Waste': { zh: '举报浪费用水', en: 'Report Water Waste' },
      Other: { zh: '其他', en: 'Other' },
    },
  },
  unit: {
    column: 'owner',
    group: '311',
    words: {
      BOS: { name: { zh: '环卫局', en: 'Bureau of Sanitation' }, kind: 'department' },
      LASAN: { name: { zh: '环卫局（LASAN）', en: 'LA Sanitation' }, kind: 'department' },
      OCB: { name: { zh: '社区美化办公室', en: 'Office of Community Beautification' }, kind: 'department' },
      BSL: { name: { zh: '街道照明局', en: 'Bureau of Street Lighting' }, kind: 'department' },
      BSS: { name: { zh: '街道服务局', en: 'Bureau of Street Services' }, kind: 'department' },
      ITA: { name: { zh: '信息技术局', en: 'Information Technology Agency' }, kind: 'department' },
      LADWP: { name: { zh: '水电局', en: 'Department of Water and Power' }, kind: 'enterprise' },
    },
  },
  areas: [
    { level: 'subdistrict', prefix: 'cd', code: 'cd', title: { zh: '市议会选区', en: 'Council District' } },
    {
      level: 'community',
      prefix: 'nc',
      code: 'nc',
      name: 'ncname',
      title: { zh: '邻里委员会', en: 'Neighborhood Council' },
    },
  ],
  point: {
    lon: 'longitude',
    lat: 'latitude',
    system: 'WGS84',
    box: { west: -119, south: 33.5, east: -117.5, north: 34.6 },
  },
  limit: { amount: 5, unit: 'workdays' },
};
