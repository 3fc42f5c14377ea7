import { Link, useRouter } from '@tanstack/react-router';
import { roleLabels } from '../../server/modules/accounts/roles.ts';
import { chooseLanguage, useLanguage, useSigns, useWords } from '../i18n/language.ts';
import { useFrameText } from '../i18n/text.ts';
import { Icon } from '../kit/Icon.tsx';
import { Popover } from '../kit/Popover.tsx';
import { chooseTheme, type ThemeChoice, useThemeChoice } from '../kit/theme.ts';
import type { Screen } from '../screen.ts';
import { leave, type Me } from '../session.ts';

const themes: readonly { choice: ThemeChoice; icon: 'screen' | 'sun' | 'moon' }[] = [
  { choice: 'system', icon: 'screen' },
  { choice: 'light', icon: 'sun' },
  { choice: 'dark', icon: 'moon' },
];

/** The officer's own corner: who am I, language, appearance, account, and the way out. */
export function UserMenu({ me, screens }: { me: Me; screens: readonly Screen[] }) {
  const t = useFrameText();
  const signs = useSigns();
  const words = useWords();
  const router = useRouter();
  const language = useLanguage();
  const theme = useThemeChoice();
  const roles = me.roles.map((role) => words(roleLabels[role])).join(signs.comma);

  return (
    <>
      <button
        type="button"
        className="frame-icon frame-language"
        lang={language === 'zh' ? 'en' : 'zh'}
        onClick={() => chooseLanguage(language === 'zh' ? 'en' : 'zh')}
      >
        {language === 'zh' ? 'English' : '中文'}
      </button>
      <Popover
        align="right"
        className="frame-user"
        button={
          <>
            <span className="frame-avatar" aria-hidden="true">
              {[...me.name].at(0)}
            </span>
            <span className="frame-name">
              <span className="unseen">{t.frame.account}</span>
              {roles && <span className="frame-role">{roles}</span>}
              {me.name}
            </span>
          </>
        }
      >
        {(close) => (
          <div className="menu user-menu">
            <div className="user-who">
              <strong>{me.name}</strong>
              <span className="muted small">{[roles, me.unit && words(me.unit.name)].filter(Boolean).join(' · ')}</span>
            </div>
            <div className="menu-line" />
            <div className="menu-title" id="user-theme">
              {t.frame.theme}
            </div>
            {/* biome-ignore lint/a11y/useSemanticElements: a row of switches, not a form's group */}
            <div className="counters user-themes" role="group" aria-labelledby="user-theme">
              {themes.map(({ choice, icon }) => (
                <button
                  key={choice}
                  type="button"
                  className="counter"
                  aria-pressed={theme === choice}
                  onClick={() => chooseTheme(choice)}
                >
                  <Icon name={icon} size={14} />
                  {t.frame.themes[choice]}
                </button>
              ))}
            </div>
            <div className="menu-line" />
            {screens.map((screen) => (
              <Link key={screen.path} className="menu-item" to={screen.path} onClick={close}>
                <Icon name="person" />
                {words(screen.label)}
              </Link>
            ))}
            <button
              type="button"
              className="menu-item"
              onClick={() => {
                close();
                void leave(() => router.navigate({ to: '/sign-in' }));
              }}
            >
              <Icon name="out" />
              {t.frame.signOut}
            </button>
          </div>
        )}
      </Popover>
    </>
  );
}
