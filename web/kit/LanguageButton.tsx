import { chooseLanguage, useLanguage } from '../i18n/language.ts';

/** The other language, named in itself: for whoever reads a page without signing in. */
export function LanguageButton() {
  const other = useLanguage() === 'zh' ? 'en' : 'zh';
  return (
    <button type="button" className="button quiet no-print" lang={other} onClick={() => chooseLanguage(other)}>
      {other === 'en' ? 'English' : '中文'}
    </button>
  );
}
