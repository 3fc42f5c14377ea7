/**
 * 派单目录（示范）: which unit answers for what in the demo district, by 2026 group or category; the 2013 edition takes the
 * rows of categories through the mapping. A real district loads its own list of duties. `office` is the sub-district
 * office of the place.
 */
export const office = 'office';

/** By kind and group. */
export const groupDuties: Readonly<Record<string, string>> = {
  'component 01': 'SZ',
  'component 02': 'JJ',
  'component 03': 'HW',
  'component 04': 'YL',
  'component 05': 'ZJJ',
  'matter 01': 'SZ',
  'matter 02': 'JJ',
  'matter 03': 'HW',
  'matter 04': 'YL',
  'matter 05': 'ZJJ',
  'matter 06': 'CGJ',
  'matter 07': 'CGJ',
  'matter 08': 'ZJJ',
  'matter 09': 'CGJ',
  'matter 10': 'SZ',
  'event 01': 'CGJ',
  'event 02': 'CGJ',
  'event 03': 'ZJJ',
  'event 04': 'CGJ',
  'event 05': 'SZ',
  'event 06': 'CGJ',
  'request 01': 'SZ',
  'request 02': 'ZJJ',
  'request 03': 'JJ',
  'request 04': 'SCJG',
  'request 05': 'JY',
  'request 06': 'WJ',
  'request 07': 'MZ',
  'request 08': 'STHJ',
  'request 09': 'GA',
  'request 10': 'WT',
  'request 11': 'CGJ',
  'request 12': 'MZ',
};

/** Unit → 2026 codes that differ from their group's. */
export const categoryDuties: Readonly<Record<string, string>> = {
  SW: '01001 01019 01024 01025 01063 01068 10997',
  PS: '01002 01003 01004 01056 01067 01069 01070 01071 01072 01073 06023 06025 06026 06046 10995 10999',
  GD: '01005 01017 01028 01029 01030 01047 01048 10002',
  TX: '01007 01008 01009 01027 01031 01041 01062 06008',
  RQ: '01010 01011 01021 01036 01049 01057 01061 10994 10996',
  GA: '01012 01050 01051 01066 02038 02039 02040 09018',
  XF: '01013 09012',
  YL: '01014 06017 06018 06021 06022 06045 06047',
  JJ: '01015 09009 09014',
  HW: '01018 01059 06010 06011 06012 06014 06015 06037 06041 06042',
  SZ: '02006 02007 02008 02009 02012 02013 02019 02020 02021 02024 02034 02042 02043 02044 06013 06048 06049 06050 06051 06052 08003',
  CGJ: '01040 01044 01054 01075 02025 02026 02027 03006 03007 03008 08002 08011 08012',
  WT: '01046 02037 05009 09008',
  ZJJ: '01076 06001 06004 06005',
  MZ: '02036 09003',
  YJ: '02035 05003',
  STHJ: '03009 03010 03011 03012 03013 06027 06028 06030 06032 08001',
  WJ: '06033',
  SCJG: '09015 09020',
  [office]: '01058 01065 02001 06003 06007 06019 06035 06036 06038 06040 06043 06044 07001 07002 09004 09005 09010',
};

/** Unit → hotline subjects that differ from their group's. */
export const requestDuties: Readonly<Record<string, string>> = {
  SW: '0101',
  GD: '0102',
  RQ: '0103',
  TX: '0104',
  PS: '0105',
  SCJG: '0203',
  XF: '0901 0902',
  SZ: '1103',
  YL: '1104 1001',
  HW: '1102',
  GA: '1201 0302',
  WJ: '0603',
  [office]: '0201 0206 0703 0704 0903',
};
