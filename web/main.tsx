import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { config } from 'zod/v4/core';
import { onSignedOut } from './api.ts';
import { chooseLanguage, languageNow } from './i18n/language.ts';
import './kit/tokens.css';
import './kit/base.css';
import { bringFonts } from './kit/fonts.ts';
import { startShortcuts } from './kit/shortcuts.ts';
import { startTheme } from './kit/theme.ts';
import { router } from './router.tsx';
import { queries } from './session.ts';

// Our content security policy forbids code made at run time, and even the attempt is reported.
config({ jitless: true });
startTheme();
startShortcuts();
chooseLanguage(languageNow());

bringFonts();

onSignedOut(() => {
  const { pathname, href } = router.state.location;
  if (pathname === '/sign-in') return;
  // The page that is left still shows what was fetched for it.
  void router
    .navigate({ to: '/sign-in', search: (href === '/' ? {} : { back: href }) as never })
    .then(() => queries.clear());
});

const place = document.getElementById('app');
if (place) {
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
