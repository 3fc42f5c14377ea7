import { theme as ant, ConfigProvider } from 'antd';
import enGB from 'antd/es/locale/en_GB.js';
import zhCN from 'antd/es/locale/zh_CN.js';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn.js';
import { type ReactNode, useMemo } from 'react';
import { useLanguage } from '../i18n/language.ts';
import { token, useTheme } from './theme.ts';

/** Dresses antd in the house's tokens, and in the reader's language. */
export function AntTheme({ children }: { children: ReactNode }) {
  const theme = useTheme();
  const language = useLanguage();
  const config = useMemo(
    () => ({
      algorithm: theme === 'dark' ? ant.darkAlgorithm : ant.defaultAlgorithm,
      token: {
        colorPrimary: token('accent-fill'),
        colorLink: token('accent'),
        colorLinkHover: token('accent-hover'),
        colorText: token('text'),
        colorTextSecondary: token('text-2'),
        colorTextTertiary: token('text-3'),
        colorTextPlaceholder: token('text-3'),
        colorTextDescription: token('text-3'),
        colorBgBase: token('surface'),
        colorBgContainer: token('surface'),
        colorBgElevated: token('surface'),
        colorBgLayout: token('bg'),
        colorBorder: token('line-strong'),
        colorBorderSecondary: token('line'),
        colorError: token('overdue'),
        colorWarning: token('warning'),
        colorSuccess: token('done'),
        fontFamily: token('font'),
        fontSize: 14,
        controlHeight: 32,
        borderRadius: 6,
        borderRadiusLG: 10,
        wireframe: false,
        motionDurationMid: '0.12s',
        motionDurationSlow: '0.16s',
      },
      components: { Button: { fontWeight: 500, primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' } },
    }),
    [theme],
  );
  dayjs.locale(language === 'zh' ? 'zh-cn' : 'en');
  return (
    <ConfigProvider
      theme={config}
      locale={language === 'zh' ? zhCN : enGB}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
    >
      {children}
    </ConfigProvider>
  );
}
