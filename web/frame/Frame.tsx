import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { SignInNotice } from '../features/accounts/SignInNotice.tsx';
import { useWords } from '../i18n/language.ts';
import { useFrameText } from '../i18n/text.ts';
import { AntTheme } from '../kit/AntTheme.tsx';
import { Icon } from '../kit/Icon.tsx';
import { KeyHelp } from '../kit/KeyHelp.tsx';
import { TimeZone } from '../kit/now.ts';
import { Popover } from '../kit/Popover.tsx';
import { joinLive } from '../live.ts';
import type { Screen } from '../screen.ts';
import { screens } from '../screens.ts';
import { detourOf, mayOpen, useMe } from '../session.ts';
import { useFollowing } from './following.ts';
import './frame.css';
import { LiveDot } from './LiveDot.tsx';
import { Mark } from './Mark.tsx';
import { SearchBox } from './SearchBox.tsx';
import { UserMenu } from './UserMenu.tsx';

/** What stands around every screen: where one is, where one can go, search, who sits here, and whether it is live. */
export function Frame() {
  const me = useMe();
  const t = useFrameText().frame;
  const words = useWords();
  const detour = detourOf(me);
  const open = screens.filter(({ permission, path }) => (detour ? path === detour : mayOpen(me, permission)));
  const at = (place: Screen['place']) => open.filter((screen) => screen.place === place);
  const target = open.find((screen) => screen.takesSearch);
  const name = words(me.jurisdiction.name);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const within = open.find((screen) => path === screen.path || path.startsWith(`${screen.path}/`));
  const here = open.find((screen) => path === screen.path) ?? within;

  useEffect(() => (detour ? undefined : joinLive(me.id)), [me.id, detour]);
  useFollowing();
  useEffect(() => {
    document.title = [here && words(here.label), name, t.product].filter(Boolean).join(' · ');
  }, [here, words, name, t.product]);

  return (
    <TimeZone value={me.jurisdiction.timeZone}>
      <div className="frame">
        <a className="frame-skip" href="#content">
          {t.skip}
        </a>
        <header className="frame-header">
          <Sheet screens={[...at('main'), ...at('centre'), ...at('manage')]} />
          <Link to="/" className="frame-brand">
            <Mark />
            <span className="cut">{name}</span>
          </Link>
          <nav className="frame-nav" aria-label={t.menu}>
            {at('main').map((screen) => (
              <ScreenLink key={screen.path} screen={screen} />
            ))}
            {at('centre').length > 0 && <Group label={t.centre} screens={at('centre')} here={within} />}
            {at('manage').length > 0 && <Group label={t.manage} screens={at('manage')} here={within} />}
          </nav>
          <span className="frame-space" />
          {target && <SearchBox to={target.path} />}
          {!detour && <LiveDot />}
          <UserMenu me={me} screens={at('account')} />
        </header>
        {!detour && <SignInNotice key={me.id} accountId={me.id} />}
        <main id="content" className="frame-main" tabIndex={-1}>
          <AntTheme>
            <Outlet />
          </AntTheme>
        </main>
        <KeyHelp />
      </div>
    </TimeZone>
  );
}

function ScreenLink({ screen, onClick }: { screen: Screen; onClick?: () => void }) {
  const words = useWords();
  return (
    <Link to={screen.path} className="frame-link" {...(onClick ? { onClick } : {})}>
      {words(screen.label)}
    </Link>
  );
}

interface GroupProps {
  label: string;
  screens: readonly Screen[];
  /** The screen that is open: the group that holds it is marked as a link would be. */
  here: Screen | undefined;
}

function Group({ label, screens, here }: GroupProps) {
  return (
    <Popover
      className={here && screens.includes(here) ? 'frame-link here' : 'frame-link'}
      button={
        <>
          {label}
          <Icon name="down" size={12} />
        </>
      }
    >
      {(close) => (
        <ul className="menu">
          {screens.map((screen) => (
            <li key={screen.path}>
              <ScreenLink screen={screen} onClick={close} />
            </li>
          ))}
        </ul>
      )}
    </Popover>
  );
}

/** On a phone the navigation folds into one button. */
function Sheet({ screens }: { screens: readonly Screen[] }) {
  const t = useFrameText().frame;
  if (screens.length === 0) return null;
  return (
    <span className="frame-sheet">
      <Popover className="frame-icon" label={t.menu} button={<Icon name="menu" size={20} />}>
        {(close) => (
          <ul className="menu">
            {screens.map((screen) => (
              <li key={screen.path}>
                <ScreenLink screen={screen} onClick={close} />
              </li>
            ))}
          </ul>
        )}
      </Popover>
    </span>
  );
}
